#!/bin/sh
# Starts a function of the container under the invoker of Cloud Functions, or a command of dropfit: start.sh predictor|dashboard|trainer|alert, or
# start.sh COMMAND [ARGUMENT…], for example start.sh up. Listens on AIP_HTTP_PORT (Vertex AI), else PORT (Cloud Run, Knative), else 8080.
set -eu
here=$(dirname "$0")

case ${1:-predictor} in
    predictor) class=dev.dropfit.predictor.PredictFunction ;;
    dashboard) class=dev.dropfit.monitor.DashboardFunction ;;
    trainer) class=dev.dropfit.trainer.TrainFunction ;;
    alert) class=dev.dropfit.monitor.AlertFunction ;;
    *) exec "$here/jre/bin/java" -jar "$here/dropfit.jar" "$@" ;;
esac

# The same as the functions have; whoever sets JAVA_TOOL_OPTIONS chooses all of them.
options="-XX:+UseSerialGC -XX:MaxRAMPercentage=70 -XX:+ExitOnOutOfMemoryError"
[ -z "${JAVA_TOOL_OPTIONS:-}" ] || options=
# A JVM that can't use the archive loads the classes from the jar.
archive=${DROPFIT_ARCHIVE_OPTION:--XX:SharedArchiveFile=$here/predictor.jsa}
# shellcheck disable=SC2086 # Several options.
exec "$here/jre/bin/java" $options "$archive" -Xlog:cds=off -Xlog:cds+dynamic=off \
    -cp "$here/dropfit.jar" com.google.cloud.functions.invoker.runner.Invoker --target "$class" --port "${AIP_HTTP_PORT:-${PORT:-8080}}"
