#!/usr/bin/env bash
# Checks the scripts and the workflows, as part of mvn verify. A check whose tool is missing is skipped with a message; in CI (the variable CI
# is set) it fails.
set -euo pipefail
cd "$(dirname "$0")/../../.."

missing() {
    if [[ -n ${CI:-} ]]; then
        echo "check: $1 is missing; CI needs it" >&2
        exit 1
    fi
    echo "check: $2 skipped because $1 is missing"
}

has() {
    command -v "$1" >/dev/null
}

if has shellcheck; then
    shellcheck -x dropfit deploy.sh bootstrap.sh deploy/*.sh deploy/container/*.sh deploy/src/test/*.sh deploy/src/test/clients/*.sh deploy/src/test/bats/helper.bash .ci/run
else
    missing shellcheck "shellcheck of the scripts"
fi

if has yamllint; then
    yamllint --strict .github .yamllint deploy/container
else
    missing yamllint "yamllint of the workflows"
fi

if ! has npm; then
    missing npm "lint of the workflows"
elif (cd deploy/src/test/npm && npm ci --silent --no-audit --no-fund >/dev/null 2>&1); then
    (cd deploy/src/test/npm && npm run --silent lint)
else
    missing "npm registry" "lint of the workflows"
fi

if has npm && has python3 && has curl; then
    status=0
    deploy/src/test/clients/clients.sh || status=$?
    if [[ $status -eq 3 ]]; then
        missing "what the test of generated clients downloads" "the test of generated clients"
    elif [[ $status -ne 0 ]]; then
        exit "$status"
    fi
else
    missing "npm, python3 or curl" "the test of generated clients"
fi

if has bats && has jq && has python3; then
    bats deploy/src/test/bats/deploy.bats deploy/src/test/bats/launcher.bats deploy/src/test/bats/compare.bats deploy/src/test/bats/container.bats deploy/src/test/bats/release.bats
    if has gcloud; then
        # Each call of gcloud takes more than a second. The long tests take ten minutes: DROPFIT_GCLOUD=long runs them too.
        short=(--filter-tags '!long')
        if [[ ${DROPFIT_GCLOUD-} == long ]]; then short=(); fi
        bats "${short[@]}" deploy/src/test/bats/gcloud.bats
    else
        echo "check: tests with the real gcloud skipped because gcloud is missing"
    fi
else
    missing "bats, jq or python3" "the tests of the scripts"
fi
