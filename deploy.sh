#!/usr/bin/env bash
# Builds the functions and deploys those that have changed to Google Cloud. See --help.
# deploy/common.sh sets the settings and the columns of the table of functions.
# shellcheck disable=SC2154
set -euo pipefail

deploy_settings="\
DROPFIT_TRIGGER_LOCATION|--trigger-location|REGION|the location of the buckets if it is not the region, for example eu
DROPFIT_RUNTIME|--runtime|java21|java17, java21 or java25
DROPFIT_TARGET|--target|function|function, or run: predictor and dashboard are services of Cloud Run with a container that starts faster
DROPFIT_IMAGE|--image||the image of --target=run; without it, Cloud Build makes it from deploy/container
DROPFIT_PUBLIC|--public|false|whether everybody may call the predictor
DROPFIT_WITH_JOB|--job|false|whether a Cloud Run job trains what is too large for the trainer
DROPFIT_JOB_CPUS|--job-cpus|8|the CPUs of the job
DROPFIT_JOB_MEMORY|--job-memory|32Gi|the memory of the job
DROPFIT_JOB_MAX_SECONDS|--job-seconds|86400|how long a task of the job may take
DROPFIT_WITH_SPARK|--spark|false|whether batches of Spark train what is too large for the job
DROPFIT_ONLY|--only|all|the functions to deploy, separated by commas
DROPFIT_CALLER|--caller||the service account for the smoke test, needed where gcloud is signed in by a federation, as in GitHub workflows
DROPFIT_SMOKE_TEST|--no-smoke-test|true|whether to call the deployed predictor at the end"
bootstrap_settings="\
DROPFIT_REPOSITORY||
DROPFIT_BRANCH||
DROPFIT_REPOSITORY_ID||
DROPFIT_OWNER_ID||
DROPFIT_ALERT_MAIL||"
program_settings=$deploy_settings
dry_run=false
build=true

# shellcheck source=deploy/common.sh
. "$(dirname "${BASH_SOURCE[0]}")/deploy/common.sh"

help() {
    cat <<TEXT
usage: ./deploy.sh --project PROJECT [FLAG…]

Builds the functions and deploys those that have changed to Google Cloud. Run ./bootstrap.sh first, once per project. You can run this
script again at any time: it only does what is missing.

Settings: a flag, else the environment variable, else a line NAME=VALUE in deploy.env, else the default.
$(print_settings "$common_settings")
$(print_settings "$deploy_settings")

For each function, in the environment or deploy.env, with FUNCTION one of $(function_names | tr '[:lower:]' '[:upper:]'). Defaults:
$(while read -r row; do
        columns "$row"
        printf '  %-10s memory %s, %s at once, at most %s instances, %s s\n' "$function" "$memory" "$at_once" "$instances" "$timeout"
    done < <(function_rows))
  DROPFIT_FUNCTION_MEMORY        for example 512Mi or 2Gi, with one CPU
  DROPFIT_FUNCTION_CONCURRENCY   the number of requests that one instance handles at the same time
  DROPFIT_FUNCTION_MAX_INSTANCES the maximum number of instances
  DROPFIT_FUNCTION_MIN_INSTANCES the number of instances kept ready without requests, which costs money (0)
  DROPFIT_FUNCTION_TIMEOUT       in seconds
  DROPFIT_FUNCTION_JAVA_OPTIONS  options of the JVM ($java_options)
  DROPFIT_FUNCTION_INVOKERS      who may call predictor or dashboard, for example user:ada@example.com,serviceAccount:… (nobody)

Variables passed on to the functions if they are set. ! marks a secret: store it in Secret Manager and give secret:NAME.
+ marks variables of which at least one must be set, or the function is not deployed:
$(while read -r row; do
        columns "$row"
        variables=${environment/DROPFIT_DATA,/} variables=${variables/DROPFIT_MODELS/} variables=${variables/,DROPFIT_LIVE,/,} variables=${variables/,DROPFIT_JOB,/,} variables=${variables/,DROPFIT_SPARK,DROPFIT_SPARK_JAR,DROPFIT_SPARK_ACCOUNT/} variables=${variables/,GOOGLE_CLOUD_PROJECT/} variables=${variables#,}
        [[ -z $variables ]] || printf '  %-10s %s\n' "$function" "${variables//,/ }"
    done < <(function_rows))

Other flags:
  --dry-run          print every command for a new project, one per line, as you would type it; run none of them
  --no-build         deploy the jars of the last build
  --settings FILE    read this file in place of deploy.env
  --help             show this help

Exit status: 0 success, 1 failure; one line on standard error says what to do.
TEXT
}

# The heap may use 70 % of the memory, not the default 25 %. With one CPU the serial collector is the best choice.
# Jetty finds out how large a reference is by starting the JVM's management, 30 ms of a start, unless it is told. The second compiler waits four times as
# long as usual: starts and short trainings need a fifth less CPU, and an instance under load serves as many requests after the same two seconds.
java_options="-XX:MaxRAMPercentage=70 -XX:+UseSerialGC -XX:+ExitOnOutOfMemoryError -Dorg.eclipse.jetty.util.referencesPerCacheLine=16"
java_options+=" -XX:Tier4InvocationThreshold=20000 -XX:Tier4CompileThreshold=60000 -XX:Tier4BackEdgeThreshold=160000"

read_arguments() {
    while [[ $# -gt 0 ]]; do
        # --flag=value is --flag value
        if [[ $1 == --*=* ]]; then
            set -- "${1%%=*}" "${1#*=}" "${@:2}"
        fi
        case $1 in
            --help | -h) help; exit 0 ;;
            --dry-run) dry_run=true; shift ;;
            --no-build) build=false; shift ;;
            --public) given[DROPFIT_PUBLIC]=true; shift ;;
            --job) given[DROPFIT_WITH_JOB]=true; shift ;;
            --spark) given[DROPFIT_WITH_SPARK]=true; shift ;;
            --no-smoke-test) given[DROPFIT_SMOKE_TEST]=false; shift ;;
            --settings) [[ -n ${2:-} ]] || usage_error "--settings needs a value"; settings_file=$2; shift 2 ;;
            *) take_flag "$@" || usage_error "there is no flag $1"; shift 2 ;;
        esac
    done
}

check_settings() {
    local chosen row
    if [[ $DROPFIT_TRIGGER_LOCATION == REGION ]]; then
        DROPFIT_TRIGGER_LOCATION=$DROPFIT_REGION
    fi
    accept DROPFIT_TRIGGER_LOCATION '^[a-z]+(-[a-z]+[0-9]+)?$|^[a-z]+[0-9]$' "a bucket's location like us-central1 or eu"
    accept DROPFIT_RUNTIME '^java(17|21|25)$' "java17, java21 or java25"
    accept DROPFIT_TARGET '^(function|run)$' "function or run"
    accept DROPFIT_PUBLIC '^(true|false)$' "true or false"
    accept DROPFIT_SMOKE_TEST '^(true|false)$' "true or false"
    accept DROPFIT_WITH_JOB '^(true|false)$' "true or false"
    accept DROPFIT_WITH_SPARK '^(true|false)$' "true or false"
    accept DROPFIT_JOB_CPUS '^[1-8]$' "a number from 1 to 8"
    accept DROPFIT_JOB_MEMORY '^[1-9][0-9]*[MG]i$' "an amount like 8Gi or 32Gi"
    accept DROPFIT_JOB_MAX_SECONDS '^[1-9][0-9]{1,5}$' "a number of seconds from 10 to 604800"
    for chosen in ${DROPFIT_ONLY//,/ }; do
        [[ $chosen == all ]] || function_rows | grep -q "^$chosen " ||
            fail "there is no function '$chosen'; accepted are $(function_names)"
    done
    while read -r row; do
        function_settings "$row"
        ! chosen || collect_environment
    done < <(function_rows)
}

chosen() {
    [[ $DROPFIT_ONLY == all || ",$DROPFIT_ONLY," == *",$function,"* ]]
}

# Reads a line of the table, then applies the settings of the function.
function_settings() {
    columns "$1"
    local of=DROPFIT_${function^^}_ variable
    variable=${of}MEMORY memory=${!variable:-$memory}
    variable=${of}CONCURRENCY at_once=${!variable:-$at_once}
    variable=${of}MAX_INSTANCES instances=${!variable:-$instances}
    variable=${of}MIN_INSTANCES min_instances=${!variable:-0}
    variable=${of}TIMEOUT timeout=${!variable:-$timeout}
    variable=${of}JAVA_OPTIONS options=${!variable:-$java_options}
    variable=${of}INVOKERS invokers=${!variable:-}
    accept_value "${of}MEMORY" "$memory" '^[1-9][0-9]*[MG]i$' "an amount like 512Mi or 2Gi"
    accept_value "${of}CONCURRENCY" "$at_once" '^[1-9][0-9]{0,2}$' "a number from 1 to 999"
    accept_value "${of}MAX_INSTANCES" "$instances" '^[1-9][0-9]{0,2}$' "a number from 1 to 999"
    accept_value "${of}MIN_INSTANCES" "$min_instances" '^[0-9]{1,3}$' "a number from 0 to 999"
    accept_value "${of}TIMEOUT" "$timeout" '^[1-9][0-9]{0,3}$' "a number of seconds from 1 to 3600"
    if [[ $trigger != http && $timeout -gt 540 ]]; then
        fail "${of}TIMEOUT is $timeout; accepted is up to 540 seconds, the maximum for a function that a bucket starts"
    fi
    if [[ -n $invokers ]]; then
        [[ $trigger == http ]] || fail "${of}INVOKERS is set, but only the bucket calls $function"
        accept_value "${of}INVOKERS" "$invokers" '^((user|serviceAccount|group|domain):[^,: ]+)(,(user|serviceAccount|group|domain):[^,: ]+)*$' \
            "members like user:ada@example.com, separated by commas; --public opens the predictor to everybody"
    fi
}

# accept_value NAME VALUE PATTERN MEANING
accept_value() {
    [[ $2 =~ $3 ]] || fail "$1 is '$2'; accepted is $4"
}

# --- Building -------------------------------------------------------------------------------------------------------------------

stage() {
    local row modules="" staged=$root/target/deploy
    while read -r row; do
        columns "$row"
        if chosen && written && addressed && ! { in_container && [[ -n $DROPFIT_IMAGE ]]; }; then
            ! in_container || module=cli
            [[ ",$modules," == *",$module,"* ]] || modules+=${modules:+,}$module
            ! { with_spark && [[ $function == trainer ]]; } || modules+=,spark
        fi
    done < <(function_rows)
    [[ -n $modules || -n $DROPFIT_IMAGE ]] || fail "none of the functions given can be deployed: $DROPFIT_ONLY; see --help for the variables they need"
    if [[ $build == true && -n $modules ]]; then
        say "building $modules"
        if [[ $dry_run == true ]]; then
            as_typed mvn -q -B -f "$root/pom.xml" -DskipTests -pl "$modules" -am package
        elif ! mvn -q -B -f "$root/pom.xml" -DskipTests -pl "$modules" -am package >&2 </dev/null; then
            fail "the build failed; Maven's errors are above"
        fi
    fi
    while read -r row; do
        columns "$row"
        if chosen && written && addressed && ! in_container; then
            [[ $dry_run == true || -f $root/$module/target/function.jar ]] ||
                fail "$module/target/function.jar does not exist; run without --no-build"
            # A folder for the jar alone: gcloud uploads the whole folder and obeys .gitignore files in it.
            change rm -rf "$staged/$function"
            change mkdir -p "$staged/$function"
            change cp "$root/$module/target/function.jar" "$staged/$function/function.jar"
        fi
    done < <(function_rows)
    [[ ",$modules," != *,cli,* ]] || stage_image
}

# Whether the function runs in the container: those that a bucket starts need the triggers of Cloud Functions.
in_container() {
    [[ $DROPFIT_TARGET == run && $trigger == http ]]
}

# The files of the image, in a folder for the build: the jar of the release, and what makes its runtime.
image_files="cli/target/release/dropfit.jar deploy/container/runtime.sh deploy/container/start.sh datasets/heart-disease/dataset.csv datasets/heart-disease/dropfit.json"

stage_image() {
    local file staged=$root/target/deploy/image
    [[ $dry_run == true || -f $root/cli/target/release/dropfit.jar ]] ||
        fail "cli/target/release/dropfit.jar does not exist; run without --no-build"
    change rm -rf "$staged"
    for file in $image_files; do
        change mkdir -p "$staged/$(dirname "$file")"
        change cp "$root/$file" "$staged/$file"
    done
    # Where Cloud Build looks for it.
    change cp "$root/deploy/container/Dockerfile" "$staged/Dockerfile"
}

# --- Deploying ------------------------------------------------------------------------------------------------------------------

# Collects the variables of a function, as NAME=VALUE, in the arrays variables and secrets.
collect_environment() {
    local variable value
    variables=("JAVA_TOOL_OPTIONS=$options") secrets=()
    for variable in ${environment//,/ }; do
        case $variable in
            DROPFIT_DATA) value=gs://$DROPFIT_DATA_BUCKET ;;
            DROPFIT_MODELS) value=gs://$DROPFIT_MODELS_BUCKET ;;
            DROPFIT_LIVE) value=${DROPFIT_LIVE_BUCKET:+gs://$DROPFIT_LIVE_BUCKET} ;;
            DROPFIT_JOB)
                value=
                [[ $DROPFIT_WITH_JOB == false ]] || value=projects/$DROPFIT_PROJECT/locations/$DROPFIT_REGION/jobs/$name-job
                ;;
            DROPFIT_SPARK) value=$(with_spark && printf 'projects/%s/locations/%s' "$DROPFIT_PROJECT" "$DROPFIT_REGION") || value= ;;
            DROPFIT_SPARK_JAR) value=$(with_spark && spark_jar) || value= ;;
            DROPFIT_SPARK_ACCOUNT) value=$(with_spark && account "$function") || value= ;;
            GOOGLE_CLOUD_PROJECT) value=$DROPFIT_PROJECT ;;
            *) value=${variable%%[!A-Z_]*} value=${!value:-} ;;
        esac
        if [[ $value == secret:* ]]; then
            value=${value#secret:}
            [[ $value =~ ^[A-Za-z0-9_-]+(:([0-9]+|latest))?$ ]] || fail "${variable%%[!A-Z_]*} is 'secret:$value'; accepted is secret:NAME or secret:NAME:VERSION"
            [[ $value == *:* ]] || value+=:latest
            secrets+=("${variable%%[!A-Z_]*}=$value")
        elif [[ -n $value && ($variable == *!* || $value =~ ://[^/@]*:[^/@]+@) ]]; then
            fail "${variable%%[!A-Z_]*} is a secret; store it ('gcloud secrets create NAME --data-file=-') and set ${variable%%[!A-Z_]*}=secret:NAME"
        elif [[ -n $value ]]; then
            variables+=("${variable%%[!A-Z_]*}=$value")
        fi
    done
}

# Joins NAME=VALUE pairs for gcloud. Values may contain commas, so the separator is a character that no value contains.
joined() {
    local separator pair text
    for separator in @ '|' ';' '#' '~'; do
        text=
        [[ "$*" == *"$separator"* ]] && continue
        for pair in "$@"; do
            text+=${text:+$separator}$pair
        done
        printf '^%s^%s' "$separator" "$text"
        return
    done
    fail "the variables of $name contain all of @ | ; # ~ ; remove one of these characters"
}

# Collects the deployment command of a function in the array deployment.
collect_deployment() {
    local environment_flag
    collect_environment
    # On its own line: bash ignores a failure inside the list below.
    environment_flag=$(joined "${variables[@]}")
    deployment=(
        gcloud functions deploy "$name" --gen2 "--project=$DROPFIT_PROJECT" "--region=$DROPFIT_REGION" "--runtime=$DROPFIT_RUNTIME"
        "--entry-point=$class" "--source=$root/target/deploy/$function"
        # Without it, a folder with a jar gets the invoker 1.4.1.
        --set-build-env-vars=USE_JAVA_FF_2=true
        "--build-service-account=projects/$DROPFIT_PROJECT/serviceAccounts/$(account build)"
        "--docker-repository=projects/$DROPFIT_PROJECT/locations/$DROPFIT_REGION/repositories/$DROPFIT_PREFIX"
        "--service-account=$(account "$function")" --cpu=1 "--memory=$memory" "--concurrency=$at_once"
        "--min-instances=$min_instances" "--max-instances=$instances" "--timeout=${timeout}s"
        "--set-env-vars=$environment_flag"
    )
    if [[ ${#secrets[@]} -gt 0 ]]; then
        deployment+=("--set-secrets=$(IFS=,; printf '%s' "${secrets[*]}")")
    elif [[ $environment == *!* ]]; then
        deployment+=(--clear-secrets)
    fi
    if [[ $trigger == http ]]; then
        deployment+=(--trigger-http --ingress-settings=all)
    else
        local bucket=$DROPFIT_DATA_BUCKET
        [[ $trigger == data ]] || bucket=$DROPFIT_MODELS_BUCKET
        deployment+=(
            --trigger-event-filters=type=google.cloud.storage.object.v1.finalized "--trigger-event-filters=bucket=$bucket"
            "--trigger-location=$DROPFIT_TRIGGER_LOCATION" "--trigger-service-account=$(account trigger)"
            # A deployment without --retry turns retries off.
            --retry --ingress-settings=internal-only
        )
    fi
    # bind_callers and bind_trigger decide who may call.
    deployment+=(--no-allow-unauthenticated --quiet)
}

# A digest of the jar and of the deployment command.
content() {
    local jar=$root/$module/target/function.jar
    if [[ ! -f $jar ]]; then
        printf 'not-built-yet'
        return
    fi
    {
        sha256sum <"$jar"
        printf '%s\n' "${deployment[@]/$root/}"
    } | sha256sum | cut -c1-40
}

deploy_function() {
    local digest state="" label="" retries="" changed=no
    collect_deployment
    digest=$(content)
    deployment+=("--update-labels=$content_label=$digest")
    if [[ $dry_run == true ]]; then
        change "${deployment[@]}"
        show_bindings
        return
    fi
    look
    if [[ $state != ACTIVE || $label != "$digest" || ($trigger != http && $retries != RETRY_POLICY_RETRY) ]]; then
        say "$function: deploying; this takes some minutes"
        change "${deployment[@]}"
        changed=yes
        look
    fi
    if [[ $trigger == http ]]; then
        bind_callers
    else
        bind_trigger
        settle_subscription
    fi
    delegate
    if [[ $changed == no ]]; then
        say "$function: nothing to do"
    else
        say "$function: done"
    fi
}

# Reads the deployed function: its state, the digest of its content, whether events are retried, its trigger.
look() {
    local found
    found=$(ask_if_there gcloud functions describe "$name" --v2 "--project=$DROPFIT_PROJECT" "--region=$DROPFIT_REGION" \
        "--format=value[separator='|'](state,labels.$content_label,eventTrigger.retryPolicy,eventTrigger.trigger)")
    IFS='|' read -r state label retries event_trigger <<<"$found"
}

callers() {
    members_of roles/run.invoker run services get-iam-policy "$name" "--region=$DROPFIT_REGION"
}

# members_of ROLE COMMAND…: the members of a role in the policy that "gcloud COMMAND" prints.
members_of() {
    local role=$1
    shift
    ask gcloud "$@" "--project=$DROPFIT_PROJECT" '--flatten=bindings[].members' "--filter=bindings.role=$role" '--format=value(bindings.members)'
}

# binding add|remove MEMBER
binding() {
    change gcloud run services "$1-iam-policy-binding" "$name" "--project=$DROPFIT_PROJECT" "--region=$DROPFIT_REGION" \
        "--member=$2" --role=roles/run.invoker --quiet
    changed=yes
}

# Deploying a function with a trigger does not give the trigger permission to call it.
bind_trigger() {
    local there member
    there=$(callers)
    member=serviceAccount:$(account trigger)
    grep -qxF "$member" <<<"$there" || binding add "$member"
}

# Lets the configured members call the function. Members added by hand keep their permission; public access is removed.
bind_callers() {
    local there member
    there=$(callers)
    for member in $(wanted_callers); do
        grep -qxF "$member" <<<"$there" || binding add "$member"
    done
    for member in allUsers allAuthenticatedUsers; do
        if grep -qxF "$member" <<<"$there" && [[ " $(wanted_callers) " != *" $member "* ]]; then
            binding remove "$member"
        fi
    done
}

wanted_callers() {
    if [[ $function == predictor && $DROPFIT_PUBLIC == true ]]; then
        printf 'allUsers '
    fi
    printf '%s' "${invokers//,/ }"
}

# Lets the deployer change who may call this function, and no other. An administrator grants this in the first deployment: the deployer
# has no permission to grant it.
delegate() {
    local there
    there=$(members_of "$(role_path callers)" run services get-iam-policy "$name" "--region=$DROPFIT_REGION")
    if ! grep -qxF "$(member deployer)" <<<"$there"; then
        change gcloud run services add-iam-policy-binding "$name" "--project=$DROPFIT_PROJECT" "--region=$DROPFIT_REGION" \
            "--member=$(member deployer)" "--role=$(role_path callers)" --quiet
        changed=yes
    fi
}

# The agent of Pub/Sub moves dead events. It must be allowed to take them from the subscription of the trigger.
pubsub_agent() {
    printf 'serviceAccount:service-%s@gcp-sa-pubsub.iam.gserviceaccount.com' "$(project_number)"
}

# Extends the deadline, moves events that fail too often to the topic of dead events, and lets the deployer do the same.
settle_subscription() {
    local subscription seconds topic attempts there agent
    [[ -n $event_trigger ]] || fail "$name has no trigger although it was deployed with one; delete it with 'gcloud functions delete $name' and run again"
    subscription=$(ask gcloud eventarc triggers describe "$event_trigger" "--project=$DROPFIT_PROJECT" '--format=value(transport.pubsub.subscription)')
    there=$(ask gcloud pubsub subscriptions describe "$subscription" "--project=$DROPFIT_PROJECT" \
        "--format=value[separator='|'](ackDeadlineSeconds,deadLetterPolicy.deadLetterTopic,deadLetterPolicy.maxDeliveryAttempts)")
    IFS='|' read -r seconds topic attempts <<<"$there"
    if [[ $seconds != "$ack_seconds" || $topic != */$(dead_events) || $attempts != "$max_deliveries" ]]; then
        change gcloud pubsub subscriptions update "$subscription" "--project=$DROPFIT_PROJECT" "--ack-deadline=$ack_seconds" \
            "--dead-letter-topic=$(dead_events)" "--dead-letter-topic-project=$DROPFIT_PROJECT" "--max-delivery-attempts=$max_deliveries"
        changed=yes
    fi
    agent=$(pubsub_agent)
    bind_subscription "$agent" roles/pubsub.subscriber
    bind_subscription "$(member deployer)" "$(role_path deadlines)"
}

# bind_subscription MEMBER ROLE
bind_subscription() {
    local there
    there=$(members_of "$2" pubsub subscriptions get-iam-policy "$subscription")
    if ! grep -qxF "$1" <<<"$there"; then
        change gcloud pubsub subscriptions add-iam-policy-binding "$subscription" "--project=$DROPFIT_PROJECT" \
            "--member=$1" "--role=$2" --format=none --quiet
        changed=yes
    fi
}

# --- The container --------------------------------------------------------------------------------------------------------------

# Sets the variable image; builds it if there is none of these files.
build_image() {
    local tag=not-built-yet file
    image=$DROPFIT_IMAGE
    [[ -z $image ]] || return 0
    if [[ -f $root/cli/target/release/dropfit.jar ]]; then
        tag=$(for file in $image_files deploy/container/Dockerfile; do sha256sum <"$root/$file"; done | sha256sum | cut -c1-40)
    fi
    image=$DROPFIT_REGION-docker.pkg.dev/$DROPFIT_PROJECT/$DROPFIT_PREFIX/dropfit:$tag
    [[ $image_is_built == false ]] || return 0
    image_is_built=true
    if [[ $dry_run == false && -n $(ask_if_there gcloud artifacts docker images describe "$image" "--project=$DROPFIT_PROJECT" '--format=value(image_summary.digest)') ]]; then
        return
    fi
    say "image: building; this takes some minutes"
    change gcloud builds submit "$root/target/deploy/image" "--project=$DROPFIT_PROJECT" "--region=$DROPFIT_REGION" "--tag=$image" \
        "--service-account=projects/$DROPFIT_PROJECT/serviceAccounts/$(account build)" --default-buckets-behavior=regional-user-owned-bucket --quiet
}
image_is_built=false

# Deploys predictor or dashboard as a service of Cloud Run: the same invoker, function class, account and variables as a function.
deploy_service() {
    local image digest there environment_flag changed=no
    if [[ $dry_run == false && -n $(ask_if_there gcloud functions describe "$name" --v2 "--project=$DROPFIT_PROJECT" "--region=$DROPFIT_REGION" '--format=value(state)') ]]; then
        fail "$name is a function; delete it ('gcloud functions delete $name --project=$DROPFIT_PROJECT --region=$DROPFIT_REGION'), then run again"
    fi
    build_image
    collect_environment
    environment_flag=$(joined "${variables[@]}")
    deployment=(
        gcloud run deploy "$name" "--project=$DROPFIT_PROJECT" "--region=$DROPFIT_REGION" "--image=$image" "--args=$function"
        "--service-account=$(account "$function")" --cpu=1 --cpu-boost "--memory=$memory" "--concurrency=$at_once"
        "--min-instances=$min_instances" "--max-instances=$instances" "--timeout=${timeout}s" "--set-env-vars=$environment_flag"
    )
    if [[ ${#secrets[@]} -gt 0 ]]; then
        deployment+=("--set-secrets=$(IFS=,; printf '%s' "${secrets[*]}")")
    fi
    # bind_callers decides who may call.
    deployment+=(--ingress=all --no-allow-unauthenticated --quiet)
    digest=$(printf '%s\n' "${deployment[@]}" | sha256sum | cut -c1-40)
    deployment+=("--labels=$content_label=$digest")
    if [[ $dry_run == true ]]; then
        change "${deployment[@]}"
        show_bindings
        return
    fi
    there=$(ask_if_there gcloud run services describe "$name" "--project=$DROPFIT_PROJECT" "--region=$DROPFIT_REGION" \
        "--format=value(metadata.labels.$content_label)")
    if [[ $there != "$digest" ]]; then
        say "$function: deploying"
        change "${deployment[@]}"
        changed=yes
    fi
    bind_callers
    delegate
    if [[ $changed == no ]]; then
        say "$function: nothing to do"
    else
        say "$function: done"
    fi
}

# --- The job --------------------------------------------------------------------------------------------------------------------

# Deploys the job of the trainer: its image and account, another main class. Its account may read datasets and write models already; only the
# trainer may start it. A task that fails three times is started once more, to record that.
deploy_job() {
    local image digest there flags member job=$name-job
    if [[ $dry_run == true ]]; then
        image="\$(gcloud run services describe $name --project=$DROPFIT_PROJECT --region=$DROPFIT_REGION --format='value(spec.template.spec.containers[0].image)')"
    else
        image=$(ask gcloud run services describe "$name" "--project=$DROPFIT_PROJECT" "--region=$DROPFIT_REGION" \
            '--format=value(spec.template.spec.containers[0].image)')
        [[ -n $image ]] || fail "$name has no image; deploy it first: ./deploy.sh --only=trainer"
    fi
    flags=(
        "--project=$DROPFIT_PROJECT" "--region=$DROPFIT_REGION" "--service-account=$(account "$function")"
        "--cpu=$DROPFIT_JOB_CPUS" "--memory=$DROPFIT_JOB_MEMORY" "--task-timeout=${DROPFIT_JOB_MAX_SECONDS}s" --tasks=1 --max-retries=3
        # The launcher of the image knows where Java is.
        "--command=/cnb/lifecycle/launcher,java,-cp,/workspace/function.jar,dev.dropfit.trainer.TrainJob"
        "--set-env-vars=^@^JAVA_TOOL_OPTIONS=-XX:MaxRAMPercentage=70 -XX:+ExitOnOutOfMemoryError@DROPFIT_DATA=gs://$DROPFIT_DATA_BUCKET@DROPFIT_MODELS=gs://$DROPFIT_MODELS_BUCKET@DROPFIT_JOB_MAX_SECONDS=$DROPFIT_JOB_MAX_SECONDS"
    )
    digest=$(printf '%s\n' "$image" "${flags[@]}" | sha256sum | cut -c1-40)
    if [[ $dry_run == true ]]; then
        # The image is a command, which single quotes would keep from running.
        printf 'gcloud run jobs deploy %s --image="%s" %s\n' "$job" "$image" "$(as_typed "${flags[@]}" "--labels=$content_label=$digest" --quiet)"
    else
        there=$(ask_if_there gcloud run jobs describe "$job" "--project=$DROPFIT_PROJECT" "--region=$DROPFIT_REGION" \
            "--format=value(metadata.labels.$content_label)")
        if [[ $there != "$digest" ]]; then
            say "job: deploying"
            change gcloud run jobs deploy "$job" "--image=$image" "${flags[@]}" "--labels=$content_label=$digest" --quiet
        fi
    fi
    member=serviceAccount:$(account "$function")
    if [[ $dry_run == true ]] || ! members_of roles/run.jobsExecutorWithOverrides run jobs get-iam-policy "$job" "--region=$DROPFIT_REGION" | grep -qxF "$member"; then
        change gcloud run jobs add-iam-policy-binding "$job" "--project=$DROPFIT_PROJECT" "--region=$DROPFIT_REGION" \
            "--member=$member" --role=roles/run.jobsExecutorWithOverrides --quiet
    fi
    say "job: done"
}

# --- Spark ----------------------------------------------------------------------------------------------------------------------

with_spark() {
    [[ $DROPFIT_WITH_SPARK == true ]]
}

# Where the jar of the batches is. Other code has another name, so a batch that is at work keeps its own.
spark_jar() {
    local digest=not-built-yet jar=$root/spark/target/spark-job.jar
    [[ ! -f $jar ]] || digest=$(sha256sum <"$jar" | cut -c1-40)
    printf 'gs://%s/_spark/%s.jar' "$DROPFIT_MODELS_BUCKET" "$digest"
}

# Stores the jar of the batches, before the trainer that names it. bootstrap.sh lets the trainer start batches as itself.
store_spark_jar() {
    local jar=$root/spark/target/spark-job.jar
    [[ $dry_run == true || -f $jar ]] || fail "spark/target/spark-job.jar does not exist; run without --no-build"
    if [[ $dry_run == true || -z $(ask_if_there gcloud storage objects describe '--format=value(name)' "$(spark_jar)") ]]; then
        say "spark: storing its jar"
        change gcloud storage cp "$jar" "$(spark_jar)" --no-user-output-enabled
    fi
    say "spark: done"
}

# Prints the commands that follow a first deployment, for a dry run. Names that are not known yet are queried inside the commands.
show_bindings() {
    local member subscription
    changed=yes
    change gcloud run services add-iam-policy-binding "$name" "--project=$DROPFIT_PROJECT" "--region=$DROPFIT_REGION" \
        "--member=$(member deployer)" "--role=$(role_path callers)" --quiet
    if [[ $trigger == http ]]; then
        for member in $(wanted_callers); do
            binding add "$member"
        done
        return
    fi
    binding add "serviceAccount:$(account trigger)"
    subscription="\"\$(gcloud eventarc triggers describe \$(gcloud functions describe $name --v2 --project=$DROPFIT_PROJECT --region=$DROPFIT_REGION --format='value(eventTrigger.trigger)') --project=$DROPFIT_PROJECT --format='value(transport.pubsub.subscription)')\""
    printf '%s\n' "gcloud pubsub subscriptions update $subscription --project=$DROPFIT_PROJECT --ack-deadline=$ack_seconds --dead-letter-topic=$(dead_events) --dead-letter-topic-project=$DROPFIT_PROJECT --max-delivery-attempts=$max_deliveries" \
        "gcloud pubsub subscriptions add-iam-policy-binding $subscription --project=$DROPFIT_PROJECT --member=serviceAccount:service-\$(gcloud projects describe $DROPFIT_PROJECT --format='value(projectNumber)')@gcp-sa-pubsub.iam.gserviceaccount.com --role=roles/pubsub.subscriber --format=none --quiet" \
        "gcloud pubsub subscriptions add-iam-policy-binding $subscription --project=$DROPFIT_PROJECT --member=$(member deployer) --role=$(role_path deadlines) --format=none --quiet"
}

# --- The schedule ---------------------------------------------------------------------------------------------------------------

# Lets the alert function check live traffic once an hour, and the trainer the versions that are tried on it: Cloud Scheduler sends it a CloudEvent, with the account that may call it.
schedule_checks() {
    local job=$name-live schedule='7 * * * *' url there flags
    flags=("--project=$DROPFIT_PROJECT" "--location=$DROPFIT_REGION" "--schedule=$schedule" "--oidc-service-account-email=$(account trigger)")
    local fixed=(
        --http-method=POST '--message-body={}' --attempt-deadline=300s --max-retry-attempts=3
        '--headers=Content-Type=application/json,ce-specversion=1.0,ce-id=live,ce-source=/dropfit/schedule,ce-type=dev.dropfit.live.check' --quiet
    )
    if [[ $dry_run == true ]]; then
        printf 'gcloud scheduler jobs create http %s --uri="%s" %s\n' "$job" \
            "\$(gcloud functions describe $name --v2 --project=$DROPFIT_PROJECT --region=$DROPFIT_REGION --format='value(url)')" \
            "$(as_typed "${flags[@]}" "${fixed[@]}")"
        return
    fi
    url=$(ask gcloud functions describe "$name" --v2 "--project=$DROPFIT_PROJECT" "--region=$DROPFIT_REGION" '--format=value(url)')
    [[ -n $url ]] || fail "$name has no URL; inspect it with 'gcloud functions describe $name --project=$DROPFIT_PROJECT --region=$DROPFIT_REGION'"
    there=$(ask_if_there gcloud scheduler jobs describe "$job" "--project=$DROPFIT_PROJECT" "--location=$DROPFIT_REGION" \
        "--format=value[separator='|'](schedule,httpTarget.uri)")
    if [[ -z $there ]]; then
        change gcloud scheduler jobs create http "$job" "--uri=$url" "${flags[@]}" "${fixed[@]}"
        say "checks of live traffic: scheduled"
    elif [[ ${there%/} != "$schedule|${url%/}" ]]; then
        change gcloud scheduler jobs update http "$job" "--uri=$url" "${flags[@]}" --quiet
        say "checks of live traffic: scheduled"
    fi
}

# --- Calling --------------------------------------------------------------------------------------------------------------------

smoke_test() {
    local url token reason status answer attempts
    if [[ $dry_run == true ]]; then
        url="\$(gcloud run services describe $name --project=$DROPFIT_PROJECT --region=$DROPFIT_REGION --format='value(status.url)')"
        in_container || url="\$(gcloud functions describe $name --v2 --project=$DROPFIT_PROJECT --region=$DROPFIT_REGION --format='value(url)')"
        if [[ $DROPFIT_PUBLIC == true ]]; then
            printf '%s\n' "curl --fail --silent --show-error --max-time 60 \"$url\""
        else
            printf '%s\n' "curl --fail --silent --show-error --max-time 60 --header \"Authorization: Bearer \$(gcloud auth print-identity-token)\" \"$url\""
        fi
        return
    fi
    if in_container; then
        url=$(ask gcloud run services describe "$name" "--project=$DROPFIT_PROJECT" "--region=$DROPFIT_REGION" '--format=value(status.url)')
    else
        url=$(ask gcloud functions describe "$name" --v2 "--project=$DROPFIT_PROJECT" "--region=$DROPFIT_REGION" '--format=value(url)')
    fi
    [[ -n $url ]] || fail "$name has no URL; inspect it with 'gcloud functions describe $name --project=$DROPFIT_PROJECT --region=$DROPFIT_REGION'"
    reason=$(mktemp) answer=$(mktemp)
    token=
    if [[ $DROPFIT_PUBLIC != true ]]; then
        # A service account gives the audience of the token; a person can't, and a federation must impersonate an account.
        token=$(gcloud auth print-identity-token "--audiences=$url" ${DROPFIT_CALLER:+"--impersonate-service-account=$DROPFIT_CALLER"} \
            2>"$reason" </dev/null || gcloud auth print-identity-token 2>"$reason" </dev/null || true)
    fi
    attempts=1
    if [[ -n $token || $DROPFIT_PUBLIC == true ]]; then
        # A new permission takes effect within two minutes.
        attempts=12
    fi
    while true; do
        # The token is passed on standard input, because every user can see the arguments of a process.
        status=$(printf '%s\n' "${token:+Authorization: Bearer $token}" |
            curl --silent --output "$answer" --write-out '%{http_code}' --max-time 60 --header @- "$url/" || true)
        attempts=$((attempts - 1))
        [[ $attempts -gt 0 && $status =~ ^(000|403|404|429|5..)$ ]] || break
        sleep 10
    done
    if [[ $status == 200 ]]; then
        say "smoke test: $url responds: $(head -c 300 "$answer")"
    elif [[ -z $token && $DROPFIT_PUBLIC != true && $status =~ ^(000|401|403)$ ]]; then
        say "smoke test: skipped because the predictor is private and gcloud gives no identity token ($(grep -m 1 . "$reason" | cut -c1-200))"
    else
        fail "smoke test: $url/ responds with status $status: $(head -c 300 "$answer" | tr -s '[:space:]' ' '); see 'gcloud functions logs read $name --project=$DROPFIT_PROJECT --region=$DROPFIT_REGION'"
    fi
    rm -f "$reason" "$answer"
}

main() {
    local row predictor_row=""
    read_arguments "$@"
    settle_settings
    check_settings
    if [[ $dry_run == false ]]; then
        need_tools "gcloud:the Google Cloud CLI, https://cloud.google.com/sdk/docs/install" "curl:curl" "sha256sum:coreutils"
        [[ $build == false ]] || need_tools "javac:a JDK, 17 or later" "mvn:Maven, 3.8.7 or later"
        mkdir -p "$(dirname "$log")"
        : >"$log"
    fi
    stage
    while read -r row <&3; do
        function_settings "$row"
        chosen || continue
        if ! written; then
            say "$function: skipped because $module has no class $class"
            continue
        fi
        if ! addressed; then
            say "$function: skipped because none of its variables marked with + in ./deploy.sh --help is set"
            continue
        fi
        [[ $function != trainer ]] || ! with_spark || store_spark_jar
        if in_container; then
            deploy_service
        else
            deploy_function
        fi
        [[ $function != trainer || $DROPFIT_WITH_JOB == false ]] || deploy_job
        [[ ! $function =~ ^(alert|trainer)$ || -z $DROPFIT_LIVE_BUCKET ]] || schedule_checks
        [[ $function != predictor ]] || predictor_row=$row
    done 3< <(function_rows)
    if [[ -n $predictor_row && $DROPFIT_SMOKE_TEST == true ]]; then
        function_settings "$predictor_row"
        smoke_test
    fi
}

main "$@"
