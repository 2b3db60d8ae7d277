#!/usr/bin/env bash
# Prepares a Google Cloud project for Dropfit. An administrator of the project runs it once. See --help.
# deploy/common.sh sets the settings and the columns of the table of functions.
# shellcheck disable=SC2154
set -euo pipefail

bootstrap_settings="\
DROPFIT_REPOSITORY|--repository||the GitHub repository that may deploy, as owner/name (none)
DROPFIT_BRANCH|--branch|main|the only branch of the repository that may deploy
DROPFIT_REPOSITORY_ID|--repository-id||the number of the repository (asked of GitHub)
DROPFIT_OWNER_ID|--owner-id||the number of its owner (asked of GitHub)
DROPFIT_ALERT_MAIL|--alert-mail||the mail address to alert of events that could not be delivered (none)"
deploy_settings="\
DROPFIT_TRIGGER_LOCATION||
DROPFIT_RUNTIME||
DROPFIT_PUBLIC||
DROPFIT_WITH_JOB||
DROPFIT_WITH_SPARK||
DROPFIT_TARGET||
DROPFIT_IMAGE||
DROPFIT_JOB_CPUS||
DROPFIT_JOB_MEMORY||
DROPFIT_JOB_MAX_SECONDS||
DROPFIT_ONLY||
DROPFIT_CALLER||
DROPFIT_SMOKE_TEST||"
program_settings=$bootstrap_settings
dry_run=false
destroy=false
keep_data=false
agreed=false

# shellcheck source=deploy/common.sh
. "$(dirname "${BASH_SOURCE[0]}")/deploy/common.sh"

help() {
    cat <<TEXT
usage: ./bootstrap.sh --project PROJECT [--repository OWNER/NAME] [FLAG…]

Prepares a Google Cloud project: enables APIs, creates the two buckets, an account with minimal permissions for each function, and accounts
for building, deploying and retraining, and lets GitHub deploy without a key. Prints the variables to set in GitHub. You can run it again at
any time: existing resources stay. Then run ./deploy.sh.

Settings: a flag, else the environment variable, else a line NAME=VALUE in deploy.env, else the default.
$(print_settings "$common_settings")
$(print_settings "$bootstrap_settings")

Other flags:
  --destroy          delete everything: functions, accounts, GitHub's access, both buckets with their contents; asks first
  --keep-data        with --destroy: keep the buckets
  --yes              with --destroy: do not ask
  --dry-run          print every command for a new project, one per line, as you would type it; run none of them
  --settings FILE    read this file in place of deploy.env
  --help             show this help

Exit status: 0 success, 1 failure; one line on standard error says what to do.
TEXT
}

read_arguments() {
    while [[ $# -gt 0 ]]; do
        # --flag=value is --flag value
        if [[ $1 == --*=* ]]; then
            set -- "${1%%=*}" "${1#*=}" "${@:2}"
        fi
        case $1 in
            --help | -h) help; exit 0 ;;
            --dry-run) dry_run=true; shift ;;
            --destroy) destroy=true; shift ;;
            --keep-data) keep_data=true; shift ;;
            --yes) agreed=true; shift ;;
            --settings) [[ -n ${2:-} ]] || usage_error "--settings needs a value"; settings_file=$2; shift 2 ;;
            *) take_flag "$@" || usage_error "there is no flag $1"; shift 2 ;;
        esac
    done
}

check_settings() {
    if [[ -n $DROPFIT_REPOSITORY ]]; then
        accept DROPFIT_REPOSITORY '^[A-Za-z0-9][A-Za-z0-9-]*/[A-Za-z0-9._-]+$' "a GitHub repository, as owner/name"
    fi
    if [[ -n $DROPFIT_REPOSITORY_ID$DROPFIT_OWNER_ID ]]; then
        accept DROPFIT_REPOSITORY_ID '^[1-9][0-9]*$' "a number, as 'gh api repos/OWNER/NAME --jq .id' prints it"
        accept DROPFIT_OWNER_ID '^[1-9][0-9]*$' "a number, as 'gh api repos/OWNER/NAME --jq .owner.id' prints it"
    fi
    if [[ -n $DROPFIT_ALERT_MAIL ]]; then
        accept DROPFIT_ALERT_MAIL '^[^@,[:space:]"]+@[^@,[:space:]"]+$' "one mail address"
    fi
    accept DROPFIT_BRANCH '^[A-Za-z0-9._/-]+$' "the name of a branch, like main"
}

apis=(
    cloudfunctions.googleapis.com run.googleapis.com cloudbuild.googleapis.com artifactregistry.googleapis.com eventarc.googleapis.com
    pubsub.googleapis.com storage.googleapis.com iam.googleapis.com iamcredentials.googleapis.com sts.googleapis.com
    secretmanager.googleapis.com logging.googleapis.com monitoring.googleapis.com cloudresourcemanager.googleapis.com serviceusage.googleapis.com
    cloudscheduler.googleapis.com
)

# The accounts in addition to those of the functions.
other_accounts=(trigger build deployer retrain)

# What deploy.sh needs in the whole project. A function that does not exist yet has no policy, so this contains creating and updating functions,
# but not deleting them. Everything else only reads: whether APIs are enabled, the subscription of a trigger, policies.
deployer_permissions=cloudfunctions.functions.create,cloudfunctions.functions.update,cloudfunctions.functions.get,cloudfunctions.functions.list,cloudfunctions.functions.sourceCodeSet,cloudfunctions.operations.get,cloudfunctions.operations.list,cloudfunctions.locations.get,cloudfunctions.locations.list,cloudfunctions.runtimes.list,resourcemanager.projects.get,serviceusage.services.get,eventarc.triggers.get,pubsub.subscriptions.get,pubsub.subscriptions.getIamPolicy,run.services.get,run.services.getIamPolicy
# And if there is a job: creating and updating it. An administrator lets the trainer start it, in the first deployment.
job_permissions=run.jobs.create,run.jobs.update,run.jobs.get,run.jobs.getIamPolicy
# And if there is Spark: storing its jar, for which it may write to one folder of the model bucket. The trainer starts and finds batches.
spark_permissions=dataproc.batches.create,dataproc.batches.get
# And if live traffic is counted: the schedule of its checks.
schedule_permissions=cloudscheduler.jobs.create,cloudscheduler.jobs.update,cloudscheduler.jobs.get
# And if predictor and dashboard run in a container: creating and updating services. It can't build the image, for which it would need the right to
# write objects of the project.
container_permissions=run.services.create,run.services.update
# What it needs on its own functions: setting who may call them.
callers_permissions=run.services.get,run.services.getIamPolicy,run.services.setIamPolicy
# What it needs on the subscriptions of its own triggers: setting the deadline and the topic of dead events.
deadlines_permissions=pubsub.subscriptions.get,pubsub.subscriptions.update

# --- Queries --------------------------------------------------------------------------------------------------------------------

# present COMMAND…: whether the resource that COMMAND describes exists. In a dry run nothing exists.
present() {
    [[ $dry_run == false ]] || return 1
    local found
    # On its own line: a failure inside a condition would not end the program.
    found=$(ask_if_there "$@") || exit 1
    [[ -n $found ]]
}

# Grants a role in the project. If a policy has conditions, gcloud requires --condition=None for a binding without one.
grant_in_project() {
    change gcloud projects add-iam-policy-binding "$DROPFIT_PROJECT" "--member=$1" "--role=$2" "--condition=${3:-None}" --format=none --quiet
}

# grant_in_bucket BUCKET MEMBER ROLE [CONDITION]
grant_in_bucket() {
    change gcloud storage buckets add-iam-policy-binding "gs://$1" "--member=$2" "--role=$3" "--condition=${4:-None}" --format=none --quiet
}

enable_apis() {
    say "APIs"
    change gcloud services enable "${apis[@]}" "--project=$DROPFIT_PROJECT" --quiet
}

# --- Buckets --------------------------------------------------------------------------------------------------------------------

make_buckets() {
    say "buckets gs://$DROPFIT_DATA_BUCKET, gs://$DROPFIT_MODELS_BUCKET"
    make_bucket "$DROPFIT_DATA_BUCKET"
    make_bucket "$DROPFIT_MODELS_BUCKET"
    # An overwritten dataset can be restored for a month. Older generations, and all but the newest ten, are deleted.
    change gcloud storage buckets update "gs://$DROPFIT_DATA_BUCKET" --versioning "--lifecycle-file=$root/deploy/lifecycle-data.json" --quiet
    # Only latest.zip is ever overwritten. The setting "keep" of a model limits its number of versions.
    change gcloud storage buckets update "gs://$DROPFIT_MODELS_BUCKET" --no-versioning "--lifecycle-file=$root/deploy/lifecycle-models.json" --quiet
    if [[ -n $DROPFIT_LIVE_BUCKET ]]; then
        say "bucket gs://$DROPFIT_LIVE_BUCKET"
        make_bucket "$DROPFIT_LIVE_BUCKET"
        # Old counts of an hour must not stay next to the new ones: their difference would be that of a few rows.
        change gcloud storage buckets update "gs://$DROPFIT_LIVE_BUCKET" --no-versioning --clear-soft-delete "--lifecycle-file=$root/deploy/lifecycle-live.json" --quiet
    fi
}

make_bucket() {
    if ! present gcloud storage buckets describe "gs://$1" '--format=value(name)'; then
        change gcloud storage buckets create "gs://$1" "--project=$DROPFIT_PROJECT" "--location=$DROPFIT_REGION" \
            --uniform-bucket-level-access --public-access-prevention --quiet
    fi
}

# --- Accounts -------------------------------------------------------------------------------------------------------------------

account_names() {
    function_rows | awk '{ print $1 }'
    printf '%s\n' "${other_accounts[@]}"
}

make_accounts() {
    local short
    say "accounts"
    for short in $(account_names); do
        if ! present gcloud iam service-accounts describe "$(account "$short")" "--project=$DROPFIT_PROJECT" '--format=value(email)'; then
            change gcloud iam service-accounts create "$DROPFIT_PREFIX-$short" "--project=$DROPFIT_PROJECT" \
                "--display-name=Dropfit $short" --quiet
        fi
    done
}

grant_to_functions() {
    local row
    say "permissions of the functions"
    while read -r row <&3; do
        columns "$row"
        grant_by_word "$DROPFIT_DATA_BUCKET" "$data_right"
        grant_by_word "$DROPFIT_MODELS_BUCKET" "$models_right"
        if [[ -n $DROPFIT_LIVE_BUCKET && ,$environment, == *,DROPFIT_LIVE,* ]]; then
            # Only the predictor counts.
            grant_by_word "$DROPFIT_LIVE_BUCKET" "$([[ $function == predictor ]] && echo write || echo read)"
        fi
        grant_secrets
    done 3< <(function_rows)
}

# grant_by_word BUCKET WORD. WORD is from the table: - (none), read, write, or a folder to write to.
grant_by_word() {
    case $2 in
        -) ;;
        read) grant_in_bucket "$1" "$(member "$function")" roles/storage.objectViewer ;;
        write) grant_in_bucket "$1" "$(member "$function")" roles/storage.objectUser ;;
        *)
            grant_in_bucket "$1" "$(member "$function")" roles/storage.objectViewer
            grant_in_bucket "$1" "$(member "$function")" roles/storage.objectUser \
                "expression=resource.name.startsWith(\"projects/_/buckets/$1/objects/$2\"),title=$DROPFIT_PREFIX-$function-writes"
            ;;
    esac
}

# Batches run as the trainer. The role of their processes is Google's: it also reads and writes objects of the project.
prepare_spark() {
    local trainer
    trainer=$(member trainer)
    change gcloud services enable dataproc.googleapis.com "--project=$DROPFIT_PROJECT"
    make_role spark "Dropfit: batches of Spark" "$spark_permissions"
    grant_in_project "$trainer" "$(role_path spark)"
    grant_in_project "$trainer" roles/dataproc.worker
    change gcloud iam service-accounts add-iam-policy-binding "$(account trainer)" "--project=$DROPFIT_PROJECT" \
        "--member=$trainer" --role=roles/iam.serviceAccountUser --format=none --quiet
    grant_in_bucket "$DROPFIT_MODELS_BUCKET" "$(member deployer)" roles/storage.objectUser \
        "expression=resource.name.startsWith(\"projects/_/buckets/$DROPFIT_MODELS_BUCKET/objects/_spark/\"),title=$DROPFIT_PREFIX-deployer-stores-spark"
}

grant_secrets() {
    local variable value
    for variable in ${environment//,/ }; do
        variable=${variable%%[!A-Z_]*} value=${!variable:-}
        if [[ $value == secret:* ]]; then
            value=${value#secret:}
            change gcloud secrets add-iam-policy-binding "${value%%:*}" "--project=$DROPFIT_PROJECT" "--member=$(member "$function")" \
                --role=roles/secretmanager.secretAccessor --format=none --quiet
        fi
    done
}

grant_to_others() {
    local agent short
    say "permissions for triggers, builds, deployments and retraining"
    # Cloud Storage informs Eventarc of new objects by publishing messages.
    if [[ $dry_run == true ]]; then
        printf '%s\n' "gcloud projects add-iam-policy-binding $DROPFIT_PROJECT --member=\"serviceAccount:\$(gcloud storage service-agent --project=$DROPFIT_PROJECT)\" --role=roles/pubsub.publisher --condition=None --format=none --quiet"
    else
        agent=$(ask gcloud storage service-agent "--project=$DROPFIT_PROJECT")
        grant_in_project "serviceAccount:$agent" roles/pubsub.publisher
    fi
    grant_in_project "$(member trigger)" roles/eventarc.eventReceiver

    # Builds read the uploaded source, write an image and write logs.
    grant_in_project "$(member build)" roles/logging.logWriter
    grant_in_project "$(member build)" roles/storage.objectViewer "$(build_reads_sources)"
    if ! present gcloud artifacts repositories describe "$DROPFIT_PREFIX" "--project=$DROPFIT_PROJECT" "--location=$DROPFIT_REGION" '--format=value(name)'; then
        change gcloud artifacts repositories create "$DROPFIT_PREFIX" "--project=$DROPFIT_PROJECT" "--location=$DROPFIT_REGION" \
            --repository-format=docker --quiet
    fi
    change gcloud artifacts repositories set-cleanup-policies "$DROPFIT_PREFIX" "--project=$DROPFIT_PROJECT" "--location=$DROPFIT_REGION" \
        "--policy=$root/deploy/cleanup-images.json" --no-dry-run --quiet
    change gcloud artifacts repositories add-iam-policy-binding "$DROPFIT_PREFIX" "--project=$DROPFIT_PROJECT" "--location=$DROPFIT_REGION" \
        "--member=$(member build)" --role=roles/artifactregistry.writer --format=none --quiet

    [[ ${DROPFIT_WITH_JOB:-false} == false ]] || deployer_permissions+=,$job_permissions
    [[ -z $DROPFIT_LIVE_BUCKET ]] || deployer_permissions+=,$schedule_permissions
    [[ ${DROPFIT_TARGET:-function} == function ]] || deployer_permissions+=,$container_permissions
    [[ ${DROPFIT_WITH_SPARK:-false} == false ]] || prepare_spark
    make_role deployer "Dropfit deployer" "$deployer_permissions"
    make_role callers "Dropfit: who may call a function" "$callers_permissions"
    make_role deadlines "Dropfit: subscriptions of triggers" "$deadlines_permissions"
    # The roles of functions and subscriptions are granted by deploy.sh, on each of them.
    grant_in_project "$(member deployer)" "$(role_path deployer)"
    # Rights of an earlier version of this script, in the whole project.
    withdraw_in_project "$(member deployer)" roles/cloudfunctions.developer
    for short in $(account_names); do
        if [[ $short != deployer && $short != retrain ]]; then
            change gcloud iam service-accounts add-iam-policy-binding "$(account "$short")" "--project=$DROPFIT_PROJECT" \
                "--member=$(member deployer)" --role=roles/iam.serviceAccountUser --format=none --quiet
        fi
    done

    # The deployer calls the predictor in the smoke test. Signed in by a federation, it must request a token for its own account.
    change gcloud iam service-accounts add-iam-policy-binding "$(account deployer)" "--project=$DROPFIT_PROJECT" \
        "--member=$(member deployer)" --role=roles/iam.serviceAccountTokenCreator --format=none --quiet

    # Retraining writes datasets again and reads the verdicts.
    grant_in_bucket "$DROPFIT_DATA_BUCKET" "$(member retrain)" roles/storage.objectUser
    grant_in_bucket "$DROPFIT_MODELS_BUCKET" "$(member retrain)" roles/storage.objectViewer
}

# Cloud Functions keeps sources in buckets of these names.
build_reads_sources() {
    printf 'expression=resource.name.startsWith("projects/_/buckets/gcf-v2-"),title=%s-build-reads-sources' "$DROPFIT_PREFIX"
}

# make_role NAME TITLE PERMISSIONS
make_role() {
    local deleted id
    id=$(role "$1")
    if ! present gcloud iam roles describe "$id" "--project=$DROPFIT_PROJECT" '--format=value(name)'; then
        change gcloud iam roles create "$id" "--project=$DROPFIT_PROJECT" "--title=$2" "--permissions=$3" --stage=GA --format=none --quiet
        return
    fi
    deleted=$(ask gcloud iam roles describe "$id" "--project=$DROPFIT_PROJECT" '--format=value(deleted)')
    # The name of a deleted role stays reserved for a week.
    [[ $deleted != True ]] || change gcloud iam roles undelete "$id" "--project=$DROPFIT_PROJECT" --format=none --quiet
    change gcloud iam roles update "$id" "--project=$DROPFIT_PROJECT" "--permissions=$3" --format=none --quiet
}

# Removes a role in the project that was granted before. A new project has none.
withdraw_in_project() {
    [[ $dry_run == true ]] || revoke_in_project "$1" "$2"
}

# --- Events that could not be delivered -------------------------------------------------------------------------------------------

# Creates the topic and the subscription of dead events, and the alert about them.
keep_dead_events() {
    local topic agent
    topic=$(dead_events)
    say "dead events: topic $topic"
    if ! present gcloud pubsub topics describe "$topic" "--project=$DROPFIT_PROJECT" '--format=value(name)'; then
        change gcloud pubsub topics create "$topic" "--project=$DROPFIT_PROJECT" --quiet
    fi
    # Without a subscription, Pub/Sub would throw the events away. A week is the longest time for the default price.
    if ! present gcloud pubsub subscriptions describe "$topic" "--project=$DROPFIT_PROJECT" '--format=value(name)'; then
        change gcloud pubsub subscriptions create "$topic" "--project=$DROPFIT_PROJECT" "--topic=$topic" "--topic-project=$DROPFIT_PROJECT" \
            --message-retention-duration=7d --expiration-period=never --quiet
    fi
    agent=PROJECT_NUMBER
    [[ $dry_run == true ]] || agent=$(project_number)
    change gcloud pubsub topics add-iam-policy-binding "$topic" "--project=$DROPFIT_PROJECT" \
        "--member=serviceAccount:service-$agent@gcp-sa-pubsub.iam.gserviceaccount.com" --role=roles/pubsub.publisher --format=none --quiet
    alert_of_dead_events
}

# A condition on a metric that Google Cloud keeps in any case: the number of dead events that wait.
alert_of_dead_events() {
    local channel found
    if [[ -z $DROPFIT_ALERT_MAIL ]]; then
        say "alert of dead events: skipped because no --alert-mail is set"
        return
    fi
    channel='NOTIFICATION_CHANNEL'
    if [[ $dry_run == false ]]; then
        found=$(ask gcloud alpha monitoring policies list "--project=$DROPFIT_PROJECT" "--filter=displayName='$(dead_events)'" '--format=value(name)')
        [[ -z $found ]] || return 0
        channel=$(ask gcloud beta monitoring channels list "--project=$DROPFIT_PROJECT" \
            "--filter=displayName='$(dead_events)'" '--format=value(name)')
    fi
    if [[ -z $channel || $dry_run == true ]]; then
        change gcloud beta monitoring channels create "--project=$DROPFIT_PROJECT" "--display-name=$(dead_events)" --type=email \
            "--channel-labels=email_address=$DROPFIT_ALERT_MAIL" --quiet
    fi
    [[ $dry_run == true ]] || channel=$(ask gcloud beta monitoring channels list "--project=$DROPFIT_PROJECT" \
        "--filter=displayName='$(dead_events)'" '--format=value(name)')
    change gcloud alpha monitoring policies create "--project=$DROPFIT_PROJECT" "--display-name=$(dead_events)" --combiner=OR \
        "--notification-channels=$channel" "--condition-display-name=an event could not be delivered" \
        "--condition-filter=resource.type=\"pubsub_subscription\" AND resource.labels.subscription_id=\"$(dead_events)\" AND metric.type=\"pubsub.googleapis.com/subscription/num_undelivered_messages\"" \
        "--if=> 0" --duration=60s '--aggregation={"alignmentPeriod": "60s", "perSeriesAligner": "ALIGN_MAX"}' \
        "--documentation=An event of Dropfit failed $max_deliveries times. docs/deploy.md of Dropfit says how to read it and to try again." --quiet
}

# --- GitHub ---------------------------------------------------------------------------------------------------------------------

# Creates one pool with one provider that accepts the workflows of one branch of one repository. There is no key.
let_github_in() {
    local number state pool=$DROPFIT_PREFIX in_pool
    if [[ -z $DROPFIT_REPOSITORY ]]; then
        say "GitHub's access: skipped because no --repository is set"
        return
    fi
    find_repository_ids
    say "GitHub's access for $DROPFIT_REPOSITORY, branch $DROPFIT_BRANCH"
    in_pool=("--project=$DROPFIT_PROJECT" --location=global "--workload-identity-pool=$pool")
    state=
    [[ $dry_run == true ]] ||
        state=$(ask_if_there gcloud iam workload-identity-pools describe "$pool" "--project=$DROPFIT_PROJECT" --location=global '--format=value(name,state)')
    if [[ -z $state ]]; then
        change gcloud iam workload-identity-pools create "$pool" "--project=$DROPFIT_PROJECT" --location=global "--display-name=Dropfit" --quiet
    elif [[ $state == *DELETED ]]; then
        # The name of a deleted pool stays reserved for a month.
        change gcloud iam workload-identity-pools undelete "$pool" "--project=$DROPFIT_PROJECT" --location=global --quiet
    fi
    local action=update-oidc
    present gcloud iam workload-identity-pools providers describe github "${in_pool[@]}" '--format=value(name)' || action=create-oidc
    change gcloud iam workload-identity-pools providers "$action" github "${in_pool[@]}" \
        --issuer-uri=https://token.actions.githubusercontent.com \
        "--attribute-mapping=google.subject=assertion.sub,attribute.workflow=assertion.job_workflow_ref.extract('/.github/workflows/{name}@')" \
        "--attribute-condition=assertion.repository_id == '$DROPFIT_REPOSITORY_ID' && assertion.repository_owner_id == '$DROPFIT_OWNER_ID' && assertion.ref == 'refs/heads/$DROPFIT_BRANCH'" --quiet
    number=PROJECT_NUMBER
    [[ $dry_run == true ]] || number=$(project_number)
    let_workflow_act deployer deploy.yml
    let_workflow_act retrain retrain.yml
    [[ $dry_run == true ]] || print_github_variables "$number"
}

# let_workflow_act ACCOUNT WORKFLOW: each workflow acts as its own account.
let_workflow_act() {
    local principals=principalSet://iam.googleapis.com/projects/$number/locations/global/workloadIdentityPools/$pool
    change gcloud iam service-accounts add-iam-policy-binding "$(account "$1")" "--project=$DROPFIT_PROJECT" \
        "--member=$principals/attribute.workflow/$2" --role=roles/iam.workloadIdentityUser --format=none --quiet
    # An earlier version of this script let every workflow act as both accounts.
    if [[ $dry_run == false ]] && [[ $(ask gcloud iam service-accounts get-iam-policy "$(account "$1")" "--project=$DROPFIT_PROJECT" \
        '--flatten=bindings[].members' --filter=bindings.role=roles/iam.workloadIdentityUser '--format=value(bindings.members)') == *"/attribute.repository/"* ]]; then
        change gcloud iam service-accounts remove-iam-policy-binding "$(account "$1")" "--project=$DROPFIT_PROJECT" \
            "--member=$principals/attribute.repository/$DROPFIT_REPOSITORY" --role=roles/iam.workloadIdentityUser --format=none --quiet
    fi
}

# The numbers of a repository and its owner stay the same when one of them is renamed, and are never given to another. A name is: somebody
# could register it after a renaming.
find_repository_ids() {
    local found
    [[ -z $DROPFIT_REPOSITORY_ID ]] || return 0
    if [[ $dry_run == true ]]; then
        DROPFIT_REPOSITORY_ID=REPOSITORY_ID DROPFIT_OWNER_ID=OWNER_ID
        return
    fi
    if command -v gh >/dev/null; then
        found=$(ask gh api "repos/$DROPFIT_REPOSITORY" --jq '"\(.id) \(.owner.id)"')
    elif command -v jq >/dev/null; then
        found=$(ask curl --fail --silent --show-error --max-time 30 "https://api.github.com/repos/$DROPFIT_REPOSITORY" |
            jq -r '"\(.id) \(.owner.id)"')
    fi
    [[ ${found:-} =~ ^([1-9][0-9]*)\ ([1-9][0-9]*)$ ]] ||
        fail "GitHub does not show the numbers of $DROPFIT_REPOSITORY and its owner; give them with --repository-id and --owner-id"
    DROPFIT_REPOSITORY_ID=${BASH_REMATCH[1]} DROPFIT_OWNER_ID=${BASH_REMATCH[2]}
}

github_variables() {
    cat <<TEXT
DROPFIT_PROJECT=$DROPFIT_PROJECT
DROPFIT_REGION=$DROPFIT_REGION
DROPFIT_DATA_BUCKET=$DROPFIT_DATA_BUCKET
DROPFIT_MODELS_BUCKET=$DROPFIT_MODELS_BUCKET
${DROPFIT_LIVE_BUCKET:+DROPFIT_LIVE_BUCKET=$DROPFIT_LIVE_BUCKET
}DROPFIT_PREFIX=$DROPFIT_PREFIX
DROPFIT_PREDICTOR_INVOKERS=$(member deployer)
GOOGLE_WORKLOAD_IDENTITY_PROVIDER=projects/$1/locations/global/workloadIdentityPools/$DROPFIT_PREFIX/providers/github
GOOGLE_DEPLOYER=$(account deployer)
GOOGLE_RETRAINER=$(account retrain)
TEXT
}

print_github_variables() {
    cat <<TEXT

Set these variables of the repository at https://github.com/$DROPFIT_REPOSITORY/settings/variables/actions (none of them is a secret):

$(github_variables "$1")

or run these commands of GitHub's command line:

$(github_variables "$1" | sed "s|^\([A-Z_]*\)=\(.*\)|gh variable set \1 --repo $DROPFIT_REPOSITORY --body '\2'|")
TEXT
}

# --- Deleting everything --------------------------------------------------------------------------------------------------------

# Removes a role in the project from an account: otherwise the policy would keep it for a later account of the same name.
revoke_in_project() {
    local found
    if [[ $dry_run == false ]]; then
        found=$(ask gcloud projects get-iam-policy "$DROPFIT_PROJECT" "--flatten=bindings[].members" \
            "--filter=bindings.members=$1 AND bindings.role=$2" '--format=value(bindings.role)')
        [[ -n $found ]] || return 0
    fi
    change gcloud projects remove-iam-policy-binding "$DROPFIT_PROJECT" "--member=$1" "--role=$2" "--condition=${3:-None}" --format=none --quiet
}

# delete_if_there COMMAND…: runs COMMAND if the resource exists. To find out, it runs COMMAND with "describe" in place of "delete".
delete_if_there() {
    local words=("$@") i
    for i in "${!words[@]}"; do
        [[ ${words[i]} != delete ]] || words[i]=describe
    done
    if [[ $dry_run == true ]] || present "${words[@]}" '--format=value(name)'; then
        change "$@" --quiet
    fi
}

agree() {
    local answer
    [[ $agreed == false && $dry_run == false ]] || return 0
    cat <<TEXT
This permanently deletes from the project $DROPFIT_PROJECT:
  functions   $DROPFIT_PREFIX-… in $DROPFIT_REGION: $(function_names)
  accounts    $(account_names | sed "s/^/$DROPFIT_PREFIX-/" | tr '\n' ' ')
  images      the repository $DROPFIT_PREFIX
  GitHub      the workload identity pool $DROPFIT_PREFIX
TEXT
    if [[ $keep_data == true ]]; then
        echo "The buckets gs://$DROPFIT_DATA_BUCKET and gs://$DROPFIT_MODELS_BUCKET stay."
    else
        echo "  buckets     gs://$DROPFIT_DATA_BUCKET and gs://$DROPFIT_MODELS_BUCKET with every dataset and model in them"
    fi
    printf 'Type the name of the project to continue: '
    read -r answer || answer=
    [[ $answer == "$DROPFIT_PROJECT" ]] || fail "nothing was deleted; type $DROPFIT_PROJECT when asked, or give --yes"
}

# Deleted pools and roles can still be described for some time.
delete_pool() {
    local state=ACTIVE
    [[ $dry_run == true ]] ||
        state=$(ask_if_there gcloud iam workload-identity-pools describe "$DROPFIT_PREFIX" "--project=$DROPFIT_PROJECT" --location=global '--format=value(state)')
    if [[ $state == ACTIVE ]]; then
        change gcloud iam workload-identity-pools delete "$DROPFIT_PREFIX" "--project=$DROPFIT_PROJECT" --location=global --quiet
    fi
}

delete_role() {
    local found=there id
    id=$(role "$1")
    [[ $dry_run == true ]] ||
        found=$(ask_if_there gcloud iam roles describe "$id" "--project=$DROPFIT_PROJECT" '--format=value[separator=" "](name,deleted)')
    if [[ -n $found && $found != *True ]]; then
        change gcloud iam roles delete "$id" "--project=$DROPFIT_PROJECT" --format=none --quiet
    fi
}

# A policy and a channel are named by the service, so a dry run can't print how to delete them.
delete_alert() {
    local name
    [[ $dry_run == false ]] || return 0
    for name in $(ask gcloud alpha monitoring policies list "--project=$DROPFIT_PROJECT" "--filter=displayName='$(dead_events)'" '--format=value(name)'); do
        change gcloud alpha monitoring policies delete "$name" "--project=$DROPFIT_PROJECT" --quiet
    done
    for name in $(ask gcloud beta monitoring channels list "--project=$DROPFIT_PROJECT" "--filter=displayName='$(dead_events)'" '--format=value(name)'); do
        change gcloud beta monitoring channels delete "$name" "--project=$DROPFIT_PROJECT" --quiet
    done
}

delete_account() {
    local email
    email=$(account "$1")
    if [[ $dry_run == false ]]; then
        present gcloud iam service-accounts describe "$email" "--project=$DROPFIT_PROJECT" '--format=value(email)' || return 0
    fi
    case $1 in
        trigger) revoke_in_project "$(member trigger)" roles/eventarc.eventReceiver ;;
        build)
            revoke_in_project "$(member build)" roles/logging.logWriter
            revoke_in_project "$(member build)" roles/storage.objectViewer "$(build_reads_sources)"
            ;;
        deployer)
            withdraw_in_project "$(member deployer)" roles/cloudfunctions.developer
            revoke_in_project "$(member deployer)" "$(role_path deployer)"
            delete_role deployer
            [[ ${DROPFIT_WITH_SPARK:-false} == false ]] || delete_role spark
            delete_role callers
            delete_role deadlines
            ;;
    esac
    change gcloud iam service-accounts delete "$email" "--project=$DROPFIT_PROJECT" --quiet
}

tear_down() {
    local row short bucket
    agree
    say "functions"
    while read -r row <&3; do
        columns "$row"
        delete_if_there gcloud functions delete "$name" --gen2 "--project=$DROPFIT_PROJECT" "--region=$DROPFIT_REGION"
        if [[ $function == trainer && ${DROPFIT_WITH_JOB:-false} == true ]]; then
            delete_if_there gcloud run jobs delete "$name-job" "--project=$DROPFIT_PROJECT" "--region=$DROPFIT_REGION"
        fi
        if [[ $function =~ ^(alert|trainer)$ && -n $DROPFIT_LIVE_BUCKET ]]; then
            delete_if_there gcloud scheduler jobs delete "$name-live" "--project=$DROPFIT_PROJECT" "--location=$DROPFIT_REGION"
        fi
    done 3< <(function_rows)
    say "dead events"
    delete_alert
    delete_if_there gcloud pubsub subscriptions delete "$(dead_events)" "--project=$DROPFIT_PROJECT"
    delete_if_there gcloud pubsub topics delete "$(dead_events)" "--project=$DROPFIT_PROJECT"
    say "images"
    delete_if_there gcloud artifacts repositories delete "$DROPFIT_PREFIX" "--project=$DROPFIT_PROJECT" "--location=$DROPFIT_REGION"
    say "GitHub's access"
    delete_pool
    say "accounts and their permissions"
    for short in $(account_names); do
        delete_account "$short"
    done
    if [[ $keep_data == false ]]; then
        for bucket in "$DROPFIT_DATA_BUCKET" "$DROPFIT_MODELS_BUCKET" ${DROPFIT_LIVE_BUCKET:+"$DROPFIT_LIVE_BUCKET"}; do
            say "bucket gs://$bucket"
            if [[ $dry_run == true ]] || present gcloud storage buckets describe "gs://$bucket" '--format=value(name)'; then
                change gcloud storage rm --recursive --all-versions "gs://$bucket" --quiet
            fi
        done
    fi
    say "done; the APIs stay enabled and the storage agent may still publish to Pub/Sub"
}

main() {
    read_arguments "$@"
    settle_settings
    check_settings
    if [[ $dry_run == false ]]; then
        need_tools "gcloud:the Google Cloud CLI, https://cloud.google.com/sdk/docs/install"
        mkdir -p "$(dirname "$log")"
        : >"$log"
    fi
    if [[ $destroy == true ]]; then
        tear_down
        return
    fi
    enable_apis
    make_buckets
    make_accounts
    grant_to_functions
    grant_to_others
    keep_dead_events
    let_github_in
    say ""
    say "next: ./deploy.sh --project=$DROPFIT_PROJECT"
}

main "$@"
