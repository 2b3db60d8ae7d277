# Shared by deploy.sh and bootstrap.sh: settings, the table of functions, running commands. Sourced, not run.
# shellcheck shell=bash
# Settings and table columns are variables whose names are computed: shellcheck does not see that they are set here or used in another file.
# shellcheck disable=SC2154,SC2034

if [[ ${BASH_VERSINFO[0]} -lt 4 ]]; then
    echo "$0: bash is version $BASH_VERSION; install 4 or later" >&2
    exit 1
fi

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd -P)
program=$(basename "$0")
functions_file=$root/deploy/functions.conf
log=$root/target/deploy/gcloud.log

# The label of a function that holds the digest of what was deployed.
content_label=dropfit-content
# Pub/Sub delivers an event again if it is not acknowledged in time, even while its run is still working. 600 s is the maximum.
ack_seconds=600
# After so many deliveries an event goes to the topic of dead events: about two and a half hours with the pauses of Eventarc.
max_deliveries=20

fail() {
    printf '%s: %s\n' "$program" "$1" >&2
    exit 1
}

usage_error() {
    fail "$1; ./$program --help lists all flags"
}

say() {
    [[ $dry_run == true ]] || printf '%s\n' "$1"
}

# --- Settings -------------------------------------------------------------------------------------------------------------------

# One per line: variable, flag, default, meaning. A flag overrides the environment, the environment overrides deploy.env, deploy.env overrides
# the default.
common_settings="\
DROPFIT_PROJECT|--project||the Google Cloud project; required
DROPFIT_REGION|--region|us-central1|where the functions run
DROPFIT_DATA_BUCKET|--data-bucket|PROJECT-dropfit-data|the bucket for datasets
DROPFIT_MODELS_BUCKET|--models-bucket|PROJECT-dropfit-models|the bucket for models
DROPFIT_LIVE_BUCKET|--live-bucket||the bucket for counts of live traffic; without it, nothing is counted
DROPFIT_PREFIX|--prefix|dropfit|the prefix of the names of functions and accounts, as in dropfit-trainer"

declare -A given=()

# Reads NAME=VALUE lines from a file without evaluating them; variables that are already set keep their values.
read_settings_file() {
    local line name value number=0
    while IFS= read -r line || [[ -n $line ]]; do
        number=$((number + 1))
        line=${line%$'\r'}
        [[ -z ${line//[[:space:]]/} || $line =~ ^[[:space:]]*# ]] && continue
        [[ $line =~ ^(DROPFIT_[A-Z_]+)=(.*)$ ]] ||
            fail "$1 line $number is '$line'; accepted are lines like DROPFIT_REGION=europe-west1 and comments after a #"
        name=${BASH_REMATCH[1]} value=${BASH_REMATCH[2]}
        if [[ $value =~ ^\"(.*)\"$ || $value =~ ^\'(.*)\'$ ]]; then
            value=${BASH_REMATCH[1]}
        fi
        known_setting "$name" || fail "$1 line $number sets $name, which is not a setting; $program --help lists all settings"
        if [[ -z ${!name:-} ]]; then
            printf -v "$name" '%s' "$value"
        fi
    done <"$1"
}

# Whether a setting of this name exists in either program.
known_setting() {
    # columns sets the variable "name", which would be that of the caller.
    local setting=$1 row name
    [[ $'\n'$common_settings$'\n'$deploy_settings$'\n'$bootstrap_settings == *$'\n'"$setting|"* ]] && return 0
    while read -r row; do
        columns "$row"
        [[ ",${environment//[+!]/}," == *",$setting,"* && $setting != DROPFIT_DATA && $setting != DROPFIT_MODELS && $setting != DROPFIT_LIVE ]] && return 0
        [[ $setting =~ ^DROPFIT_${function^^}_(MEMORY|CONCURRENCY|MAX_INSTANCES|MIN_INSTANCES|TIMEOUT|JAVA_OPTIONS|INVOKERS)$ ]] && return 0
    done < <(function_rows)
    return 1
}

# Stores the value of a flag; false when there is no such flag.
take_flag() {
    local variable flag
    while IFS='|' read -r variable flag _; do
        if [[ -n $flag && $flag == "$1" ]]; then
            [[ -n ${2:-} ]] || usage_error "$1 needs a value"
            given[$variable]=$2
            return 0
        fi
    done <<<"$common_settings"$'\n'"$program_settings"
    return 1
}

# Settles every setting. Flags override the environment, which is already set; then come the file and the defaults.
settle_settings() {
    local variable default
    for variable in "${!given[@]}"; do
        printf -v "$variable" '%s' "${given[$variable]}"
    done
    if [[ -n ${settings_file:-} ]]; then
        [[ -f $settings_file ]] || fail "$settings_file does not exist; give an existing file with --settings"
        read_settings_file "$settings_file"
    elif [[ -f $root/deploy.env ]]; then
        read_settings_file "$root/deploy.env"
    fi
    DROPFIT_PROJECT=${DROPFIT_PROJECT:-}
    [[ -n $DROPFIT_PROJECT ]] || fail "no project is set; give --project PROJECT, or set DROPFIT_PROJECT in the environment or in deploy.env"
    while IFS='|' read -r variable _ default _; do
        if [[ -z ${!variable:-} ]]; then
            printf -v "$variable" '%s' "${default//PROJECT/$DROPFIT_PROJECT}"
        fi
    done <<<"$common_settings"$'\n'"$program_settings"
    DROPFIT_DATA_BUCKET=$(bucket_name "$DROPFIT_DATA_BUCKET")
    DROPFIT_MODELS_BUCKET=$(bucket_name "$DROPFIT_MODELS_BUCKET")
    DROPFIT_LIVE_BUCKET=$(bucket_name "$DROPFIT_LIVE_BUCKET")
    accept DROPFIT_PROJECT '^[a-z][a-z0-9-]{4,28}[a-z0-9]$' "a project's ID: 6 to 30 lower-case letters, digits and hyphens"
    accept DROPFIT_REGION '^[a-z]+-[a-z]+[0-9]+$' "a region like us-central1 or europe-west1"
    accept DROPFIT_PREFIX '^[a-z]([a-z0-9-]{0,11}[a-z0-9])?$' "up to 13 lower-case letters, digits and hyphens, a letter first"
    accept DROPFIT_DATA_BUCKET '^[a-z0-9][a-z0-9._-]{1,61}[a-z0-9]$' "a bucket's name: 3 to 63 lower-case letters, digits, hyphens and underscores"
    accept DROPFIT_MODELS_BUCKET '^[a-z0-9][a-z0-9._-]{1,61}[a-z0-9]$' "a bucket's name: 3 to 63 lower-case letters, digits, hyphens and underscores"
    [[ $DROPFIT_DATA_BUCKET != "$DROPFIT_MODELS_BUCKET" ]] ||
        fail "both buckets are $DROPFIT_DATA_BUCKET; datasets and models need separate buckets, or a run would start the next one"
    if [[ -n $DROPFIT_LIVE_BUCKET ]]; then
        accept DROPFIT_LIVE_BUCKET '^[a-z0-9][a-z0-9._-]{1,61}[a-z0-9]$' "a bucket's name: 3 to 63 lower-case letters, digits, hyphens and underscores"
        [[ $DROPFIT_LIVE_BUCKET != "$DROPFIT_DATA_BUCKET" && $DROPFIT_LIVE_BUCKET != "$DROPFIT_MODELS_BUCKET" ]] ||
            fail "the bucket for counts of live traffic, $DROPFIT_LIVE_BUCKET, is another bucket too; give it one of its own, or each count would start a function"
    fi
}

# Turns gs://name/ into name.
bucket_name() {
    local name=${1#gs://}
    printf '%s' "${name%/}"
}

# accept VARIABLE PATTERN MEANING
accept() {
    [[ ${!1} =~ $2 ]] || fail "$1 is '${!1}'; accepted is $3"
}

print_settings() {
    local variable flag default meaning
    while IFS='|' read -r variable flag default meaning; do
        printf '  %-28s %-19s %s%s\n' "$variable" "$flag" "$meaning" "${default:+ ($default)}"
    done <<<"$1"
}

need_tools() {
    local tool
    for tool in "$@"; do
        command -v "${tool%%:*}" >/dev/null || fail "${tool%%:*} is not on the PATH; install ${tool#*:}"
    done
}

# --- The table of functions -----------------------------------------------------------------------------------------------------

function_rows() {
    sed -e '/^#/d' -e '/^[[:space:]]*$/d' "$functions_file"
}

# Splits a line of the table into one variable per column.
columns() {
    read -r function module class trigger data_right models_right memory at_once instances timeout environment <<<"$1"
    # The prefix is not settled while the settings file is being read.
    name=${DROPFIT_PREFIX:-dropfit}-$function
}

function_names() {
    function_rows | awk '{ printf "%s%s", (NR > 1 ? ", " : ""), $1 }'
}

# Whether the class exists.
written() {
    [[ -f $root/$module/src/main/java/${class//.//}.java ]]
}

# Whether at least one of the variables marked with + is set, if there are any.
addressed() {
    [[ $environment == *+* ]] || return 0
    local variable
    for variable in ${environment//,/ }; do
        if [[ $variable == *+ ]]; then
            variable=${variable%%[!A-Z_]*}
            [[ -z ${!variable:-} ]] || return 0
        fi
    done
    return 1
}

account() {
    printf '%s-%s@%s.iam.gserviceaccount.com' "$DROPFIT_PREFIX" "$1" "$DROPFIT_PROJECT"
}

member() {
    printf 'serviceAccount:%s' "$(account "$1")"
}

project_number() {
    ask gcloud projects describe "$DROPFIT_PROJECT" '--format=value(projectNumber)'
}

# The topic of events that could not be delivered, and the subscription that keeps them.
dead_events() {
    printf '%s-dead-events' "$DROPFIT_PREFIX"
}

# role deployer|callers|deadlines: the name of a custom role. Role names must not contain hyphens.
role() {
    local name=${DROPFIT_PREFIX//-/_}
    case $1 in
        deployer) printf '%sDeployer' "$name" ;;
        callers) printf '%sCallers' "$name" ;;
        deadlines) printf '%sDeadlines' "$name" ;;
        spark) printf '%sSpark' "$name" ;;
    esac
}

role_path() {
    printf 'projects/%s/roles/%s' "$DROPFIT_PROJECT" "$(role "$1")"
}

# --- Running commands -----------------------------------------------------------------------------------------------------------

# Prints a command as it would be typed in a shell.
as_typed() {
    local word typed=()
    for word in "$@"; do
        if [[ $word =~ ^[A-Za-z0-9_./:=@%+,-]+$ ]]; then
            typed+=("$word")
        else
            typed+=("'${word//\'/\'\\\'\'}'")
        fi
    done
    printf '%s\n' "${typed[*]}"
}

# Errors of Google Cloud while a new account, API or permission is not yet visible everywhere.
not_known_yet='service account .* does not exist|may take a few minutes|wait a few minutes|concurrent policy changes'

# Runs a command that changes something; in a dry run, only prints it.
change() {
    if [[ $dry_run == true ]]; then
        as_typed "$@"
        return
    fi
    mkdir -p "$(dirname "$log")"
    as_typed "$@" >>"$log"
    local errors attempt=1
    errors=$(mktemp)
    # No standard input: nobody would see a question that gcloud asks.
    until "$@" >>"$log" 2>"$errors" </dev/null; do
        if [[ $attempt -ge 12 ]] || ! grep -qiE "$not_known_yet" "$errors"; then
            refused "$errors" "$@"
        fi
        [[ $attempt -gt 1 ]] || say "waiting until new accounts and permissions are visible everywhere; this may take some minutes"
        attempt=$((attempt + 1))
        cat "$errors" >>"$log"
        sleep 15
    done
    cat "$errors" >>"$log"
    rm -f "$errors"
}

# Runs a query and prints its result; ends the program when it fails.
ask() {
    local errors
    errors=$(mktemp)
    if ! "$@" 2>"$errors" </dev/null; then
        refused "$errors" "$@"
    fi
    rm -f "$errors"
}

# Runs a query about a resource that may not exist; prints nothing when it does not.
ask_if_there() {
    local errors
    errors=$(mktemp)
    if ! "$@" 2>"$errors" </dev/null; then
        if ! grep -qiE "NOT_FOUND|\b404\b|not found|does not exist" "$errors"; then
            refused "$errors" "$@"
        fi
    fi
    rm -f "$errors"
}

# Explains the error of a command in one line and ends the program.
refused() {
    local errors=$1 message command
    shift
    mkdir -p "$(dirname "$log")"
    cat "$errors" >>"$log"
    command=$(printf '%s ' "${@:1:4}")
    # The error line of gcloud begins with ERROR; its reason may be on the lines that follow.
    message=$(sed -n '/^ERROR: /,$p' "$errors" | sed -e 's/^ERROR: ([a-z.-]*) //' | tr -s '[:space:]' ' ' | cut -c1-400)
    [[ -n $message ]] || message=$(tail -n 3 "$errors" | tr -s '[:space:]' ' ' | cut -c1-400)
    rm -f "$errors"
    case $message in
        *'gcloud auth login'* | *UNAUTHENTICATED* | *'status=[401]'* | *invalid_grant*)
            fail "${command}failed because gcloud is not signed in: run 'gcloud auth login' (${message% })" ;;
        *PERMISSION_DENIED* | *403* | *'does not have permission'* | *Forbidden*)
            fail "${command}was forbidden: ask an administrator of $DROPFIT_PROJECT to run ./bootstrap.sh, then ./deploy.sh once, or sign in with an account that has the permission (${message% })" ;;
        *NOT_FOUND* | *404* | *'not found'*)
            fail "${command}did not find a resource: run ./bootstrap.sh --project=$DROPFIT_PROJECT first, and check the names (${message% })" ;;
        *) fail "${command}failed: ${message% } (full output in ${log#"$root"/}); fix the cause and run $program again" ;;
    esac
}
