#!/usr/bin/env bats
# Both scripts with the real gcloud and a small fake Google Cloud on this machine: which commands gcloud accepts and what it sends.
bats_require_minimum_version 1.5.0

load helper

setup() {
    [[ -n ${DROPFIT_REAL_GCLOUD:=$(command -v gcloud)} ]] || skip "there is no gcloud on the PATH"
    setup_tree
    requests=$BATS_TEST_TMPDIR/requests
    touch "$requests"
    python3 "$BATS_TEST_DIRNAME/../python/fake_google.py" "$BATS_TEST_TMPDIR/port" "$requests" 3>&- &
    google=$!
    timeout 30 bash -c "until [[ -s '$BATS_TEST_TMPDIR/port' ]]; do sleep 0.05; done"
    local api port
    port=$(cat "$BATS_TEST_TMPDIR/port")
    export CLOUDSDK_CONFIG=$BATS_TEST_TMPDIR/config CLOUDSDK_AUTH_DISABLE_CREDENTIALS=true CLOUDSDK_CORE_DISABLE_USAGE_REPORTING=true
    export CLOUDSDK_COMPONENT_MANAGER_DISABLE_UPDATE_CHECK=true CLOUDSDK_CORE_DISABLE_FILE_LOGGING=true
    for api in ARTIFACTREGISTRY CLOUDFUNCTIONS CLOUDRESOURCEMANAGER EVENTARC IAM MONITORING PUBSUB SECRETMANAGER SERVICEMANAGEMENT SERVICEUSAGE; do
        export "CLOUDSDK_API_ENDPOINT_OVERRIDES_$api=http://127.0.0.1:$port/"
    done
    export CLOUDSDK_API_ENDPOINT_OVERRIDES_STORAGE=http://127.0.0.1:$port/storage/v1/
    # gcloud puts the region before the host of Cloud Run. This machine does not have such a name, so all requests go through a proxy.
    export CLOUDSDK_API_ENDPOINT_OVERRIDES_RUN=http://run.test/
    export CLOUDSDK_PROXY_TYPE=http CLOUDSDK_PROXY_ADDRESS=127.0.0.1 CLOUDSDK_PROXY_PORT=$port
}

teardown() {
    [[ -z ${google:-} ]] || kill "$google"
}

# asked METHOD PATH: the requests, one line of JSON each.
asked() {
    jq -c --arg method "$1" --arg path "$2" 'select(.method == $method and (.path | contains($path)))' "$requests"
}

# fault METHOD PATH STATUS: lets requests fail.
fault() {
    curl --silent --output /dev/null "http://127.0.0.1:$CLOUDSDK_PROXY_PORT/fake" \
        --data "{\"method\": \"$1\", \"path\": \"$2\", \"status\": $3, \"message\": \"$1 of $2 is refused\"}"
}

deploy() {
    run ./deploy.sh --project=my-project --no-build "$@"
}

@test "a first deployment creates, a second has nothing to do, a third updates only the function that changed" {
    deploy
    [ "$status" -eq 0 ]
    has "smoke test"
    [ "$(asked POST functions | grep -c functionId)" -eq 2 ]

    : >"$requests"
    deploy
    [ "$status" -eq 0 ]
    has "trainer: nothing to do"
    run ! grep -vE '"method": "GET"' "$requests"

    : >"$requests"
    echo changed >predictor/target/function.jar
    deploy
    has "trainer: nothing to do"
    has "predictor: done"
    [ "$(asked PATCH functions | wc -l)" -eq 1 ]
    [ "$(asked PATCH functions/dropfit-predictor | wc -l)" -eq 1 ]
}

@test "gcloud sends the intended JSON" {
    deploy
    created=$(asked POST functions | jq -c 'select(.query.functionId == "dropfit-trainer") | .body')
    [ "$(jq -r .buildConfig.runtime <<<"$created")" = java21 ]
    [ "$(jq -r .buildConfig.entryPoint <<<"$created")" = dev.dropfit.trainer.TrainFunction ]
    [ "$(jq -r .buildConfig.environmentVariables.USE_JAVA_FF_2 <<<"$created")" = true ]
    [ "$(jq -r .eventTrigger.retryPolicy <<<"$created")" = RETRY_POLICY_RETRY ]
    [ "$(jq -r .eventTrigger.eventType <<<"$created")" = google.cloud.storage.object.v1.finalized ]
    [ "$(jq -r '.eventTrigger.eventFilters[0].value' <<<"$created")" = my-project-dropfit-data ]
    [ "$(jq -r .serviceConfig.timeoutSeconds <<<"$created")" = 540 ]
    [ "$(jq -r .serviceConfig.ingressSettings <<<"$created")" = ALLOW_INTERNAL_ONLY ]
    [ "$(jq -r .serviceConfig.environmentVariables.DROPFIT_DATA <<<"$created")" = gs://my-project-dropfit-data ]
    [[ $(jq -r .serviceConfig.environmentVariables.JAVA_TOOL_OPTIONS <<<"$created") == *MaxRAMPercentage=70* ]]
    # Only the jar is uploaded.
    [ "$(asked PUT upload-here | head -n 1 | jq -c .body.files)" = '["function.jar"]' ]
    [ "$(asked PATCH subscriptions | jq -r .body.subscription.ackDeadlineSeconds)" = 600 ]
    [ "$(asked PATCH subscriptions | jq -c .body.subscription.deadLetterPolicy)" = '{"deadLetterTopic":"projects/my-project/topics/dropfit-dead-events","maxDeliveryAttempts":20}' ]
    [[ $(asked POST dropfit-trainer-sub-001:setIamPolicy) == *service-123456789012@gcp-sa-pubsub*roles/pubsub.subscriber* ]]
    [[ $(asked POST dropfit-trainer:setIamPolicy) == *dropfit-trigger@my-project* ]]
    [[ $(asked POST dropfit-predictor:setIamPolicy) == *dropfit-deployer@my-project*dropfitCallers* ]]
    [[ $(asked POST dropfit-predictor:setIamPolicy) != *roles/run.invoker* ]]
}

# bats test_tags=long
@test "a failure in the middle is completed by the next run" {
    fault PATCH subscriptions 503
    deploy
    [ "$status" -eq 1 ]
    [[ ${lines[-1]} == *"gcloud pubsub subscriptions update failed"* ]]
    fault PATCH subscriptions 0
    : >"$requests"
    deploy
    [ "$status" -eq 0 ]
    [ "$(asked PATCH subscriptions | wc -l)" -eq 1 ]
    [ "$(asked POST functions | grep -c functionId)" -eq 1 ]
}

@test "a missing permission is reported in one line" {
    fault GET functions 403
    deploy
    one_line "was forbidden: ask an administrator of my-project to run ./bootstrap.sh"
}

# bats test_tags=long
@test "a project is prepared, prepared again, and deleted" {
    bootstrap=(./bootstrap.sh --project=my-project --repository=octo/dropfit --repository-id=42 --owner-id=7 --alert-mail=ada@example.com)
    run "${bootstrap[@]}"
    echo "$output"
    [ "$status" -eq 0 ]
    has "gh variable set GOOGLE_WORKLOAD_IDENTITY_PROVIDER --repo octo/dropfit --body 'projects/123456789012/locations/global/workloadIdentityPools/dropfit/providers/github'"
    [ "$(asked POST /b | jq -r 'select(.body.iamConfiguration) | .body.iamConfiguration.publicAccessPrevention' | sort -u)" = enforced ]
    [ "$(asked PATCH b/my-project-dropfit-data | jq -r .body.versioning.enabled)" = true ]
    [ "$(asked POST providers | jq -r .body.attributeCondition)" = "assertion.repository_id == '42' && assertion.repository_owner_id == '7' && assertion.ref == 'refs/heads/main'" ]
    [[ $(asked POST dropfit-deployer@my-project.iam.gserviceaccount.com:setIamPolicy | tail -n 1) == *attribute.workflow/deploy.yml* ]]
    [[ $(asked POST dropfit-retrain@my-project.iam.gserviceaccount.com:setIamPolicy | tail -n 1) == *attribute.workflow/retrain.yml* ]]
    [[ $(asked POST topics/dropfit-dead-events:setIamPolicy) == *service-123456789012@gcp-sa-pubsub*roles/pubsub.publisher* ]]
    [ "$(asked PUT subscriptions/dropfit-dead-events | jq -r .body.messageRetentionDuration)" = 604800s ]
    [ "$(asked POST notificationChannels | jq -r .body.labels.email_address)" = ada@example.com ]
    [ "$(asked POST alertPolicies | jq -r '.body.conditions[0].conditionThreshold.filter')" = \
        'resource.type="pubsub_subscription" AND resource.labels.subscription_id="dropfit-dead-events" AND metric.type="pubsub.googleapis.com/subscription/num_undelivered_messages"' ]
    # In the whole project, the deployer has no role of Google's and can't delete, or set who may call.
    rights=$(asked POST roles | jq -r 'select(.body.roleId == "dropfitDeployer") | .body.role.includedPermissions[]')
    run ! grep -E 'delete|setIamPolicy|subscriptions.update' <<<"$rights"
    run ! grep -E 'dropfit-deployer.*roles/cloudfunctions|roles/cloudfunctions.*dropfit-deployer' <<<"$(asked POST my-project:setIamPolicy)"
    models=$(asked PUT b/my-project-dropfit-models/iam | tail -n 1 | jq -c .body.bindings)
    [ "$(jq -r '.[] | select(.role == "roles/storage.objectUser" and (.condition | not)) | .members[]' <<<"$models")" = \
        serviceAccount:dropfit-trainer@my-project.iam.gserviceaccount.com ]
    [[ $(jq -r '.[] | select(.condition) | .condition.expression' <<<"$models") == *dropfit-models/objects/_alerts/* ]]

    : >"$requests"
    run "${bootstrap[@]}"
    [ "$status" -eq 0 ]
    [ -z "$(asked POST alertPolicies)" ]
    [ -z "$(asked POST /serviceAccounts | jq 'select(.body.accountId)')" ]

    run ./bootstrap.sh --project=my-project --destroy --yes
    [ "$status" -eq 0 ]
    [ "$(asked DELETE /serviceAccounts/ | wc -l)" -eq 8 ]
    [ "$(asked DELETE /b/ | wc -l)" -eq 2 ]
    [ "$(asked DELETE dropfit-dead-events | wc -l)" -eq 2 ]
    [ "$(asked DELETE alertPolicies | wc -l)" -eq 1 ]

    run "${bootstrap[@]}"
    [ "$status" -eq 0 ]
}

@test "deleting everything asks first" {
    run ./bootstrap.sh --project=my-project --destroy <<<"no"
    [ "$status" -eq 1 ]
    has "gs://my-project-dropfit-data and gs://my-project-dropfit-models with every dataset and model in them"
    has "nothing was deleted"
    [ -z "$(asked DELETE /)" ]
}

# bats test_tags=long
@test "gcloud accepts every command that a dry run prints" {
    write_function monitor dev.dropfit.monitor.AlertFunction
    write_function monitor dev.dropfit.monitor.DashboardFunction
    export DROPFIT_SLACK_WEBHOOK=secret:slack DROPFIT_MAIL_TO=a@example.com,b@example.com DROPFIT_DASHBOARD_INVOKERS=user:ada@example.com
    {
        ./bootstrap.sh --project=my-project --repository=octo/dropfit --alert-mail=ada@example.com --dry-run
        ./deploy.sh --project=my-project --public --no-build --dry-run
        ./bootstrap.sh --project=my-project --destroy --dry-run
    } >commands
    [ "$(wc -l <commands)" -gt 60 ]
    # The commands run in order, so each finds what the ones before created. Secrets belong to the user.
    grep -v '^gcloud secrets' commands >script
    run bash -eu script
    echo "$output"
    [ "$status" -eq 0 ]
    run gcloud secrets add-iam-policy-binding --help
    [ "$status" -eq 0 ]
}
