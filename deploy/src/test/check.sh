#!/usr/bin/env bash
# Checks the scripts and the workflows: part of mvn verify. What a developer's machine does not have is skipped and said so; in CI (CI is
# set) it must be there.
set -euo pipefail
cd "$(dirname "$0")/../../.."

missing() {
    if [[ -n ${CI:-} ]]; then
        echo "check: there is no $1, which CI must have" >&2
        exit 1
    fi
    echo "check: $2 left out, as there is no $1 here"
}

has() {
    command -v "$1" >/dev/null
}

if has shellcheck; then
    shellcheck -x dropfit deploy.sh bootstrap.sh deploy/*.sh deploy/src/test/*.sh deploy/src/test/bats/helper.bash .ci/run
else
    missing shellcheck "the check of the scripts is"
fi

if has yamllint; then
    yamllint --strict .github .yamllint
else
    missing yamllint "the check of the workflows' YAML is"
fi

if ! has npm; then
    missing npm "the check of the workflows is"
elif (cd deploy/src/test/npm && npm ci --silent --no-audit --no-fund >/dev/null 2>&1); then
    (cd deploy/src/test/npm && npm run --silent lint)
else
    missing "npm registry" "the check of the workflows is"
fi

if has bats && has jq && has python3; then
    bats deploy/src/test/bats/deploy.bats deploy/src/test/bats/launcher.bats
    if has gcloud; then
        bats deploy/src/test/bats/gcloud.bats
    else
        echo "check: the scripts are not tried with the real gcloud, as there is none here"
    fi
else
    missing "bats, jq or python3" "the scripts' tests are"
fi
