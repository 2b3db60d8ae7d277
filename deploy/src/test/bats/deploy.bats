#!/usr/bin/env bats
# deploy.sh with a fake gcloud, which records its calls and responds like a project.
bats_require_minimum_version 1.5.0

load helper

setup() {
    setup_tree
    mkdir "$BATS_TEST_TMPDIR/bin"
    calls=$BATS_TEST_TMPDIR/calls
    touch "$calls"
    export calls
    # The response to a call is in a file named after its first words; a file "…fails" contains an error.
    cat >"$BATS_TEST_TMPDIR/bin/gcloud" <<'FAKE'
#!/usr/bin/env bash
printf '%s\n' "gcloud $*" >>"$calls"
key="$(dirname "$calls")/answers/$1-$2-$3-$4"
if [[ -f $key-fails-once ]]; then cat "$key-fails-once" >&2; rm "$key-fails-once"; exit 1; fi
if [[ -f $key-fails ]]; then cat "$key-fails" >&2; exit 1; fi
if [[ "$*" == "auth print-identity-token"* ]]; then echo the-token; exit 0; fi
if [[ "$*" == *"--format=value(url)"* ]]; then echo https://predictor.example; exit 0; fi
[[ ! -f $key ]] || cat "$key"
FAKE
    # Tests do not wait.
    printf '#!/bin/sh\necho "sleep $*" >>"$calls"\n' >"$BATS_TEST_TMPDIR/bin/sleep"
    cat >"$BATS_TEST_TMPDIR/bin/curl" <<'FAKE'
#!/usr/bin/env bash
printf '%s\n' "curl $*" >>"$calls"
printf '%s' "${answer_status:-200}"
FAKE
    chmod +x "$BATS_TEST_TMPDIR/bin/"*
    mkdir "$BATS_TEST_TMPDIR/answers"
    answer eventarc-triggers-describe-the-trigger the-subscription
    answer pubsub-subscriptions-describe-the-subscription 10
    PATH=$BATS_TEST_TMPDIR/bin:$PATH
}

answer() {
    echo "$2" >"$BATS_TEST_TMPDIR/answers/$1"
}

# Sets the response of gcloud about a function: state, digest, retry policy, trigger.
function_is() {
    answer "functions-describe-dropfit-$1---v2" "$2"
}

digest_of() {
    sed -n "s/.*functions deploy dropfit-$1 .*dropfit-content=\([0-9a-f]*\).*/\1/p" "$calls"
}

deploy() {
    run ./deploy.sh --project=my-project --no-build "$@"
}

@test "help lists every setting with its default and exits with 0" {
    run ./deploy.sh --help
    [ "$status" -eq 0 ]
    has "DROPFIT_REGION               --region            where the functions run (us-central1)"
    has "DROPFIT_FUNCTION_MEMORY"
    has "DROPFIT_SLACK_WEBHOOK!+"
}

@test "without a project it says how to set one" {
    run ./deploy.sh
    one_line "no project is set; give --project PROJECT, or set DROPFIT_PROJECT in the environment or in deploy.env"
}

@test "a value that Google would not accept is an error, with what is accepted" {
    run ./deploy.sh --project=My_Project
    one_line "DROPFIT_PROJECT is 'My_Project'; accepted is a project's ID"
    deploy --region=europe
    one_line "DROPFIT_REGION is 'europe'; accepted is a region like us-central1"
    deploy --data-bucket=UPPER
    one_line "DROPFIT_DATA_BUCKET is 'UPPER'"
    deploy --only=trainer,nobody
    one_line "there is no function 'nobody'; accepted are trainer, predictor, alert, dashboard"
    deploy --runtime=java8
    one_line "accepted is java17, java21 or java25"
    DROPFIT_TRAINER_MEMORY=2GB deploy
    one_line "DROPFIT_TRAINER_MEMORY is '2GB'; accepted is an amount like 512Mi or 2Gi"
    DROPFIT_TRAINER_TIMEOUT=900 deploy
    one_line "540 seconds"
    DROPFIT_PREDICTOR_INVOKERS=allUsers deploy
    one_line "--public opens the predictor to everybody"
    deploy --what=ever
    one_line "there is no flag --what"
    deploy --region
    one_line "--region needs a value"
}

@test "datasets and models must not share a bucket" {
    deploy --data-bucket=gs://one --models-bucket=gs://one/
    one_line "both buckets are one; datasets and models need separate buckets"
}

@test "a tool that is missing is named" {
    mkdir "$BATS_TEST_TMPDIR/few"
    for tool in bash dirname basename sed awk grep cut; do
        ln -s "$(command -v $tool)" "$BATS_TEST_TMPDIR/few/$tool"
    done
    PATH=$BATS_TEST_TMPDIR/few deploy
    one_line "gcloud is not on the PATH; install the Google Cloud CLI"
}

@test "a jar that is missing is named" {
    rm predictor/target/function.jar
    deploy
    one_line "predictor/target/function.jar does not exist; run without --no-build"
}

@test "a flag overrides the environment, which overrides deploy.env, which overrides the default" {
    printf '%s\n' "# ours" "DROPFIT_REGION=europe-west1" "DROPFIT_RUNTIME=\"java17\"" "DROPFIT_PREFIX=file" >deploy.env
    DROPFIT_PREFIX=environment DROPFIT_RUNTIME=java25 deploy --dry-run --prefix=flag
    [ "$status" -eq 0 ]
    has "flag-trainer"
    has "--runtime=java25"
    has "--region=europe-west1"
    has "gs://my-project-dropfit-data"
}

@test "an unknown setting in deploy.env is named with its line" {
    echo "DROPFIT_REGOIN=europe-west1" >deploy.env
    deploy --dry-run
    one_line "line 1 sets DROPFIT_REGOIN, which is not a setting"
    echo 'export X=$(date)' >deploy.env
    deploy --dry-run
    one_line "line 1 is 'export X=\$(date)'; accepted are lines like"
}

@test "variables of the functions may be in deploy.env" {
    echo DROPFIT_REFRESH_SECONDS=30 >deploy.env
    deploy --dry-run
    [ "$status" -eq 0 ]
    has "@DROPFIT_REFRESH_SECONDS=30"
}

@test "a dry run prints every command and runs none" {
    run ./deploy.sh --project=my-project --dry-run
    [ "$status" -eq 0 ]
    [ ! -s "$calls" ]
    [ ! -e target ]
    has "-pl trainer,predictor -am package"
    has "gcloud functions deploy dropfit-trainer --gen2"
    has "gcloud run services add-iam-policy-binding dropfit-trainer"
    has "--ack-deadline=600 --dead-letter-topic=dropfit-dead-events"
    has "curl --fail"
    # Each line is valid shell.
    while IFS= read -r line; do
        bash -n -c "$line"
    done <<<"$output"
}

@test "deployed functions are private, retried, and started by the invoker for Java 2" {
    deploy --dry-run
    [ "$(grep -c 'functions deploy' <<<"$output")" -eq 2 ]
    [ "$(grep -c -e '--no-allow-unauthenticated' <<<"$output")" -eq 2 ]
    [ "$(grep -c -e '--set-build-env-vars=USE_JAVA_FF_2=true' <<<"$output")" -eq 2 ]
    [ "$(grep 'functions deploy dropfit-trainer' <<<"$output" | grep -c -e '--retry ')" -eq 1 ]
    has_not allUsers
}

@test "without --job there is no job" {
    deploy --dry-run
    has_not "run jobs"
    has_not DROPFIT_JOB=
}

@test "with --job the trainer knows its job, and only the trainer may start it" {
    deploy --dry-run --job --job-memory=16Gi
    [ "$status" -eq 0 ]
    has "@DROPFIT_JOB=projects/my-project/locations/us-central1/jobs/dropfit-trainer-job"
    has "gcloud run jobs deploy dropfit-trainer-job --image=\"\$(gcloud run services describe dropfit-trainer"
    has "--service-account=dropfit-trainer@my-project.iam.gserviceaccount.com --cpu=8 --memory=16Gi --task-timeout=86400s --tasks=1 --max-retries=3"
    has "gcloud run jobs add-iam-policy-binding dropfit-trainer-job --project=my-project --region=us-central1 --member=serviceAccount:dropfit-trainer@my-project.iam.gserviceaccount.com --role=roles/run.jobsExecutorWithOverrides"
    [ "$(grep -c 'jobs add-iam' <<<"$output")" -eq 1 ]
    while IFS= read -r line; do
        bash -n -c "$line"
    done <<<"$output"
}

@test "the job is deployed with the image of the trainer, and again only if something changed" {
    function_is trainer "DEPLOYING|||the-trigger"
    answer run-services-describe-dropfit-trainer us-docker.pkg.dev/my-project/dropfit/trainer:1
    deploy --job --only=trainer
    [ "$status" -eq 0 ]
    has "job: done"
    run grep 'run jobs deploy' "$calls"
    has "run jobs deploy dropfit-trainer-job --image=us-docker.pkg.dev/my-project/dropfit/trainer:1"
    digest=$(sed -n 's/.*run jobs deploy.*dropfit-content=\([0-9a-f]*\).*/\1/p' "$calls")

    answer run-jobs-describe-dropfit-trainer-job "$digest"
    answer run-jobs-get-iam-policy-dropfit-trainer-job serviceAccount:dropfit-trainer@my-project.iam.gserviceaccount.com
    : >"$calls"
    deploy --job --only=trainer
    [ "$status" -eq 0 ]
    run ! grep -E 'run jobs (deploy|add-iam)' "$calls"
}

@test "without --spark there is no Spark" {
    deploy --dry-run --job
    has_not DROPFIT_SPARK
    has_not _spark
}

@test "with --spark the trainer knows where batches run, and their jar is stored before" {
    deploy --dry-run --spark
    [ "$status" -eq 0 ]
    has "gcloud storage cp $PWD/spark/target/spark-job.jar gs://my-project-dropfit-models/_spark/not-built-yet.jar"
    has "|DROPFIT_SPARK=projects/my-project/locations/us-central1|DROPFIT_SPARK_JAR=gs://my-project-dropfit-models/_spark/not-built-yet.jar|DROPFIT_SPARK_ACCOUNT=dropfit-trainer@my-project.iam.gserviceaccount.com"
    [ "$(grep -n 'storage cp' <<<"$output" | cut -d: -f1)" -lt "$(grep -n 'functions deploy dropfit-trainer' <<<"$output" | cut -d: -f1)" ]
    while IFS= read -r line; do
        bash -n -c "$line"
    done <<<"$output"
}

@test "with Spark the trainer may start batches as itself, and the deployer may store their jar" {
    DROPFIT_WITH_SPARK=true run ./bootstrap.sh --project=my-project --dry-run
    [ "$status" -eq 0 ]
    has "gcloud services enable dataproc.googleapis.com --project=my-project"
    has "gcloud iam roles create dropfitSpark --project=my-project '--title=Dropfit: batches of Spark' --permissions=dataproc.batches.create,dataproc.batches.get "
    has "--member=serviceAccount:dropfit-trainer@my-project.iam.gserviceaccount.com --role=projects/my-project/roles/dropfitSpark "
    has "--member=serviceAccount:dropfit-trainer@my-project.iam.gserviceaccount.com --role=roles/dataproc.worker "
    has "objects/_spark/"

    run ./bootstrap.sh --project=my-project --dry-run
    has_not dataproc
}

@test "the jar of Spark is stored under its digest, and again only if something changed" {
    mkdir -p spark/target
    echo code >spark/target/spark-job.jar
    digest=$(sha256sum <spark/target/spark-job.jar | cut -c1-40)
    function_is trainer "DEPLOYING|||the-trigger"
    deploy --spark --only=trainer
    [ "$status" -eq 0 ]
    has "spark: done"
    grep -qF "storage cp $PWD/spark/target/spark-job.jar gs://my-project-dropfit-models/_spark/$digest.jar" "$calls"

    answer "storage-objects-describe---format=value(name)" there
    : >"$calls"
    deploy --spark --only=trainer
    [ "$status" -eq 0 ]
    run ! grep -F 'storage cp' "$calls"
}

@test "without --live-bucket nothing is counted and nothing is scheduled" {
    write_function monitor dev.dropfit.monitor.AlertFunction
    DROPFIT_SLACK_WEBHOOK=secret:slack deploy --dry-run
    [ "$status" -eq 0 ]
    has_not DROPFIT_LIVE=
    has_not scheduler
}

@test "with --live-bucket the predictor counts, and the other functions know the counts" {
    write_function monitor dev.dropfit.monitor.AlertFunction
    write_function monitor dev.dropfit.monitor.DashboardFunction
    DROPFIT_SLACK_WEBHOOK=secret:slack deploy --dry-run --live-bucket my-live
    [ "$status" -eq 0 ]
    [ "$(grep -c '@DROPFIT_LIVE=gs://my-live' <<<"$output")" -eq 4 ]
}

@test "the live bucket is one of its own, with a name that a bucket may have" {
    deploy --dry-run --live-bucket my-project-dropfit-data
    one_line "the bucket for counts of live traffic, my-project-dropfit-data, is another bucket too"
    deploy --dry-run --live-bucket 'My Bucket'
    one_line "DROPFIT_LIVE_BUCKET is 'My Bucket'"
}

@test "checks of live traffic are scheduled once, and again if the URL changed" {
    write_function monitor dev.dropfit.monitor.AlertFunction
    function_is alert "ACTIVE|||the-trigger"
    answer pubsub-subscriptions-describe-the-subscription "600|projects/p/topics/dropfit-dead-events|20"
    export DROPFIT_SLACK_WEBHOOK=secret:slack
    deploy --only=alert --live-bucket=my-live
    [ "$status" -eq 0 ]
    run cat "$calls"
    has "gcloud scheduler jobs create http dropfit-alert-live --uri=https://predictor.example --project=my-project --location=us-central1 --schedule=7 * * * * --oidc-service-account-email=dropfit-trigger@my-project.iam.gserviceaccount.com"
    has "ce-type=dev.dropfit.live.check"

    : >"$calls"
    answer scheduler-jobs-describe-dropfit-alert-live '7 * * * *|https://predictor.example/'
    deploy --only=alert --live-bucket=my-live
    [ "$status" -eq 0 ]
    run ! grep -E 'scheduler jobs (create|update)' "$calls"

    answer scheduler-jobs-describe-dropfit-alert-live '7 * * * *|https://other.example/'
    deploy --only=alert --live-bucket=my-live
    [ "$status" -eq 0 ]
    grep -qF 'scheduler jobs update http dropfit-alert-live --uri=https://predictor.example' "$calls"
}

@test "the trainer checks the versions that are tried on live traffic" {
    deploy --dry-run --only=trainer --live-bucket=my-live
    [ "$status" -eq 0 ]
    has "gcloud scheduler jobs create http dropfit-trainer-live"
}

@test "with --live-bucket only the predictor may write counts, and old counts are not kept" {
    run ./bootstrap.sh --project=my-project --dry-run --live-bucket=my-live
    [ "$status" -eq 0 ]
    has "gcloud storage buckets create gs://my-live"
    has "gcloud storage buckets update gs://my-live --no-versioning --clear-soft-delete --lifecycle-file="
    has "add-iam-policy-binding gs://my-live --member=serviceAccount:dropfit-predictor@my-project.iam.gserviceaccount.com --role=roles/storage.objectUser"
    has "add-iam-policy-binding gs://my-live --member=serviceAccount:dropfit-dashboard@my-project.iam.gserviceaccount.com --role=roles/storage.objectViewer"
    has "add-iam-policy-binding gs://my-live --member=serviceAccount:dropfit-alert@my-project.iam.gserviceaccount.com --role=roles/storage.objectViewer"
    [ "$(grep -c 'gs://my-live --member.*roles/storage.objectUser' <<<"$output")" -eq 1 ]
    has cloudscheduler.jobs.create

    run ./bootstrap.sh --project=my-project --dry-run
    has_not cloudscheduler.jobs
    has_not my-live
}

@test "only the predictor becomes public, and only with --public" {
    deploy --dry-run --public
    [ "$(grep -c allUsers <<<"$output")" -eq 1 ]
    has "add-iam-policy-binding dropfit-predictor --project=my-project --region=us-central1 --member=allUsers"
}

@test "values with commas and at signs are passed on unchanged" {
    write_function monitor dev.dropfit.monitor.AlertFunction
    DROPFIT_SMTP_URL=smtp://mail.example:587 DROPFIT_MAIL_TO=a@example.com,b@example.com deploy --dry-run --only=alert
    has "^|^JAVA_TOOL_OPTIONS="
    has "|DROPFIT_MAIL_TO=a@example.com,b@example.com"
}

@test "a secret must come from Secret Manager" {
    write_function monitor dev.dropfit.monitor.AlertFunction
    DROPFIT_SLACK_WEBHOOK=https://hooks.example/s3cret deploy --dry-run --only=alert
    one_line "DROPFIT_SLACK_WEBHOOK is a secret; store it"
    has_not s3cret
    DROPFIT_SLACK_WEBHOOK=secret:slack deploy --dry-run --only=alert
    [ "$status" -eq 0 ]
    has "--set-secrets=DROPFIT_SLACK_WEBHOOK=slack:latest"
}

@test "a first deployment deploys, lets the trigger call, and extends the deadline" {
    function_is trainer "DEPLOYING|||the-trigger"
    deploy
    [ "$status" -eq 0 ]
    run cat "$calls"
    has "functions deploy dropfit-trainer"
    has "functions deploy dropfit-predictor"
    has "run services add-iam-policy-binding dropfit-trainer --project=my-project --region=us-central1 --member=serviceAccount:dropfit-trigger@my-project.iam.gserviceaccount.com --role=roles/run.invoker"
    has "pubsub subscriptions update the-subscription --project=my-project --ack-deadline=600"
    has "curl"
    run find target/deploy -name '*.jar'
    [ "${#lines[@]}" -eq 2 ]
}

@test "an event that fails too often goes to the topic of dead events" {
    function_is trainer "DEPLOYING|||the-trigger"
    answer 'projects-describe-my-project---format=value(projectNumber)' 123
    answer pubsub-subscriptions-describe-the-subscription "600||"
    deploy --only=trainer
    [ "$status" -eq 0 ]
    run cat "$calls"
    has "pubsub subscriptions update the-subscription --project=my-project --ack-deadline=600 --dead-letter-topic=dropfit-dead-events --dead-letter-topic-project=my-project --max-delivery-attempts=20"
    has "pubsub subscriptions add-iam-policy-binding the-subscription --project=my-project --member=serviceAccount:service-123@gcp-sa-pubsub.iam.gserviceaccount.com --role=roles/pubsub.subscriber"
}

@test "the deployer gets rights on the functions and subscriptions of Dropfit only" {
    function_is trainer "DEPLOYING|||the-trigger"
    deploy
    [ "$status" -eq 0 ]
    run grep -c 'run services add-iam-policy-binding .*--member=serviceAccount:dropfit-deployer@.*--role=projects/my-project/roles/dropfitCallers' "$calls"
    [ "$output" -eq 2 ]
    run cat "$calls"
    has "pubsub subscriptions add-iam-policy-binding the-subscription --project=my-project --member=serviceAccount:dropfit-deployer@my-project.iam.gserviceaccount.com --role=projects/my-project/roles/dropfitDeadlines"
    has_not "projects add-iam-policy-binding"
}

@test "a second run has nothing to do, a third deploys only the function that changed" {
    function_is trainer "DEPLOYING|||the-trigger"
    deploy
    function_is trainer "ACTIVE|$(digest_of trainer)|RETRY_POLICY_RETRY|the-trigger"
    function_is predictor "ACTIVE|$(digest_of predictor)||"
    deployer=serviceAccount:dropfit-deployer@my-project.iam.gserviceaccount.com
    answer run-services-get-iam-policy-dropfit-trainer serviceAccount:dropfit-trigger@my-project.iam.gserviceaccount.com$'\n'$deployer
    answer run-services-get-iam-policy-dropfit-predictor "$deployer"
    answer projects-describe-my-project---format=value\(projectNumber\) 123
    answer pubsub-subscriptions-describe-the-subscription "600|projects/my-project/topics/dropfit-dead-events|20"
    answer pubsub-subscriptions-get-iam-policy-the-subscription "$deployer"$'\n'serviceAccount:service-123@gcp-sa-pubsub.iam.gserviceaccount.com

    : >"$calls"
    deploy
    [ "$status" -eq 0 ]
    has "trainer: nothing to do"
    has "predictor: nothing to do"
    run ! grep -E 'functions deploy|add-iam|update' "$calls"

    : >"$calls"
    echo changed >predictor/target/function.jar
    deploy
    has "trainer: nothing to do"
    has "predictor: done"
    run grep -c 'functions deploy' "$calls"
    [ "$output" -eq 1 ]
}

@test "a changed setting and a missing retry policy are changes too" {
    function_is trainer "DEPLOYING|||the-trigger"
    deploy
    function_is predictor "ACTIVE|$(digest_of predictor)||"
    function_is trainer "ACTIVE|$(digest_of trainer)|RETRY_POLICY_DO_NOT_RETRY|the-trigger"
    : >"$calls"
    DROPFIT_PREDICTOR_MEMORY=2Gi deploy
    run grep -c 'functions deploy' "$calls"
    [ "$output" -eq 2 ]
}

@test "a run that failed after a deployment is completed by the next one" {
    function_is trainer "DEPLOYING|||the-trigger"
    answer pubsub-subscriptions-update-the-subscription-fails "ERROR: (gcloud.pubsub.subscriptions.update) UNAVAILABLE: try later"
    deploy
    one_line_at_the_end "gcloud pubsub subscriptions update failed: UNAVAILABLE: try later"
    function_is trainer "ACTIVE|$(digest_of trainer)|RETRY_POLICY_RETRY|the-trigger"
    rm "$BATS_TEST_TMPDIR/answers/"*-fails
    : >"$calls"
    deploy
    [ "$status" -eq 0 ]
    run cat "$calls"
    has_not "functions deploy dropfit-trainer"
    has "pubsub subscriptions update"
    has "functions deploy dropfit-predictor"
}

# Progress may come before the line with the error.
one_line_at_the_end() {
    [ "$status" -eq 1 ]
    [[ ${lines[-1]} == *"$1"* ]] || { echo "$output"; return 1; }
}

@test "a missing permission is reported in one line with what to do" {
    answer functions-describe-dropfit-trainer---v2-fails "ERROR: (gcloud.functions.describe) ResponseError: status=[403], code=[Forbidden], message=[Permission 'cloudfunctions.functions.get' denied]"
    deploy
    one_line "was forbidden: ask an administrator of my-project to run ./bootstrap.sh"
    has "cloudfunctions.functions.get"
}

@test "a predictor that is no longer public loses its public access" {
    function_is trainer "DEPLOYING|||the-trigger"
    answer run-services-get-iam-policy-dropfit-predictor allUsers
    deploy --only=predictor
    grep -q 'remove-iam-policy-binding dropfit-predictor .*--member=allUsers' "$calls"
}

@test "a predictor that responds with an error fails the run" {
    answer_status=500 deploy --only=predictor
    one_line_at_the_end "responds with status 500"
    answer_status=500 deploy --only=predictor --no-smoke-test
    [ "$status" -eq 0 ]
}

@test "the token for the predictor is not visible in the list of processes" {
    deploy --only=predictor --caller=me@my-project.iam.gserviceaccount.com
    [ "$status" -eq 0 ]
    run cat "$calls"
    has "print-identity-token --audiences=https://predictor.example --impersonate-service-account=me@my-project.iam.gserviceaccount.com"
    has_not the-token
}

@test "without a token, the call of a private predictor is skipped and reported" {
    sed -i '/auth print-identity-token/s/echo the-token; exit 0/echo "no account" >\&2; exit 1/' "$BATS_TEST_TMPDIR/bin/gcloud"
    answer_status=403 deploy --only=predictor
    [ "$status" -eq 0 ]
    has "smoke test: skipped because the predictor is private and gcloud gives no identity token (no account)"
}

@test "a command that fails because a permission is too new is repeated" {
    answer functions-deploy-dropfit-predictor---gen2-fails-once "ERROR: (gcloud.functions.deploy) Permission denied while using the Eventarc Service Agent; it may take a few minutes before all permissions are propagated"
    deploy --only=predictor
    [ "$status" -eq 0 ]
    has "waiting until new accounts and permissions are visible everywhere"
    [ "$(grep -c 'functions deploy' "$calls")" -eq 2 ]
}

@test "alerts without a destination are not deployed" {
    write_function monitor dev.dropfit.monitor.AlertFunction
    function_is trainer "DEPLOYING|||the-trigger"
    deploy
    [ "$status" -eq 0 ]
    has "alert: skipped because none of its variables marked with + in ./deploy.sh --help is set"
    deploy --only=alert
    one_line "none of the functions given can be deployed: alert"
}

@test "a function without its class is not deployed" {
    function_is trainer "DEPLOYING|||the-trigger"
    deploy
    has "alert: skipped because monitor has no class dev.dropfit.monitor.AlertFunction"
}
