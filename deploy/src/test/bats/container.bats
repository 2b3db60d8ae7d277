#!/usr/bin/env bats
# The container: deploy.sh --target=run with a fake gcloud, which records its calls, and the script that starts what is inside.
bats_require_minimum_version 1.5.0

load helper

setup() {
    setup_tree
    mkdir -p "$BATS_TEST_TMPDIR/bin" cli/target/release datasets/heart-disease
    cp -r "$repository/deploy/container" deploy/
    echo "the jar of the release" >cli/target/release/dropfit.jar
    echo "rows" >datasets/heart-disease/dataset.csv
    echo "{}" >datasets/heart-disease/dropfit.json
    calls=$BATS_TEST_TMPDIR/calls
    touch "$calls"
    export calls
    # The response to a call is in a file named after its first words.
    cat >"$BATS_TEST_TMPDIR/bin/gcloud" <<'FAKE'
#!/usr/bin/env bash
printf '%s\n' "gcloud $*" >>"$calls"
if [[ "$*" == "auth print-identity-token"* ]]; then echo the-token; exit 0; fi
if [[ "$*" == *"--format=value(status.url)"* ]]; then echo https://predictor.example; exit 0; fi
cat "$(dirname "$calls")/$1-$2-$3-$4" 2>/dev/null || true
FAKE
    printf '#!/bin/sh\nprintf 200\n' >"$BATS_TEST_TMPDIR/bin/curl"
    chmod +x "$BATS_TEST_TMPDIR/bin/"*
    PATH=$BATS_TEST_TMPDIR/bin:$PATH
}

deploy() {
    run ./deploy.sh --project=my-project --no-build --only=predictor --target=run "$@"
}

@test "the predictor becomes a service of Cloud Run with the rights and limits of the function" {
    deploy
    [ "$status" -eq 0 ]
    has "smoke test: https://predictor.example responds"
    run cat "$calls"
    has "gcloud builds submit $tree/target/deploy/image --project=my-project --region=us-central1 --tag=us-central1-docker.pkg.dev/my-project/dropfit/dropfit:"
    has "gcloud run deploy dropfit-predictor --project=my-project --region=us-central1 --image=us-central1-docker.pkg.dev/my-project/dropfit/dropfit:"
    has "--args=predictor --service-account=dropfit-predictor@my-project.iam.gserviceaccount.com --cpu=1 --cpu-boost --memory=1Gi --concurrency=40"
    has "DROPFIT_MODELS=gs://my-project-dropfit-models"
    has "--no-allow-unauthenticated"
    has_not "functions deploy"
    [ -f target/deploy/image/Dockerfile ]
    [ -f target/deploy/image/cli/target/release/dropfit.jar ]
    [ -x target/deploy/image/deploy/container/start.sh ]
}

@test "a service that has not changed is not deployed again, and its image is not built again" {
    deploy
    sed -n 's/.*run deploy.*dropfit-content=\([0-9a-f]*\).*/\1/p' "$calls" >"$BATS_TEST_TMPDIR/run-services-describe-dropfit-predictor"
    echo serviceAccount:dropfit-deployer@my-project.iam.gserviceaccount.com >"$BATS_TEST_TMPDIR/run-services-get-iam-policy-dropfit-predictor"
    echo sha256:1 >"$BATS_TEST_TMPDIR/artifacts-docker-images-describe"
    : >"$calls"
    deploy
    [ "$status" -eq 0 ]
    has "predictor: nothing to do"
    run cat "$calls"
    has_not "run deploy"
    has_not "builds submit"
}

@test "another jar is another image" {
    deploy
    first=$(grep -o 'dropfit:[0-9a-f]*' "$calls" | head -1)
    echo "another jar" >cli/target/release/dropfit.jar
    : >"$calls"
    deploy
    [[ $(grep -o 'dropfit:[0-9a-f]*' "$calls" | head -1) != "$first" ]]
}

@test "an image that is given is not built" {
    rm cli/target/release/dropfit.jar
    deploy --image=us-docker.pkg.dev/other/dropfit/dropfit:1
    [ "$status" -eq 0 ]
    run cat "$calls"
    has "--image=us-docker.pkg.dev/other/dropfit/dropfit:1 --args=predictor"
    has_not "builds submit"
}

@test "a function of the same name is not replaced" {
    echo ACTIVE >"$BATS_TEST_TMPDIR/functions-describe-dropfit-predictor---v2"
    deploy
    has "dropfit-predictor is a function; delete it"
    [ "$status" -eq 1 ]
}

@test "functions that a bucket starts stay functions" {
    run ./deploy.sh --project=my-project --dry-run --target=run
    [ "$status" -eq 0 ]
    has "gcloud functions deploy dropfit-trainer"
    has "gcloud run deploy dropfit-predictor"
    has_not "gcloud functions deploy dropfit-predictor"
}

@test "a target that there is not is an error" {
    run ./deploy.sh --project=my-project --target=lambda
    one_line "DROPFIT_TARGET is 'lambda'; accepted is function or run"
}

@test "the container starts the function that is named, at the port of its platform" {
    mkdir -p image/jre/bin
    cp deploy/container/start.sh image/
    printf '#!/bin/sh\necho "$*"\n' >image/jre/bin/java
    chmod +x image/jre/bin/java
    run image/start.sh
    has "dev.dropfit.cli.FunctionStart dev.dropfit.predictor.PredictFunction 8080"
    has "-XX:SharedArchiveFile=image/predictor.jsa"
    has_not NewSize
    PORT=9000 run image/start.sh dashboard
    has "dev.dropfit.cli.FunctionStart dev.dropfit.monitor.DashboardFunction 9000"
    AIP_HTTP_PORT=8085 PORT=9000 run image/start.sh predictor
    has "dev.dropfit.predictor.PredictFunction 8085"
    JAVA_TOOL_OPTIONS=-Xmx1g run image/start.sh predictor
    has_not MaxRAMPercentage
    run image/start.sh up --host 0.0.0.0
    has "-XX:SharedArchiveFile=image/trainer.jsa"
    has "-jar image/dropfit.jar up --host 0.0.0.0"
    run image/start.sh trainer
    has "-XX:SharedArchiveFile=image/trainer.jsa"
    has "dev.dropfit.cli.FunctionStart dev.dropfit.trainer.TrainFunction 8080"
    has "-XX:NewSize=16m"
    JAVA_TOOL_OPTIONS=-Xmx1g run image/start.sh trainer
    has_not NewSize
    # What runtime.sh makes with Java 25.
    touch image/trainer.aot
    run image/start.sh trainer
    has "-XX:AOTCache=image/trainer.aot"
    has_not SharedArchiveFile
}
