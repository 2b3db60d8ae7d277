#!/bin/sh
# Starts a function of the container under the invoker of Cloud Functions, or a command of dropfit: start.sh predictor|dashboard|trainer|alert, or
# start.sh COMMAND [ARGUMENT…], for example start.sh up. Listens on AIP_HTTP_PORT (Vertex AI), else PORT (Cloud Run, Knative), else 8080.
set -eu
here=$(dirname "$0")

classes=predictor
new_objects=''
case ${1:-predictor} in
    predictor) entry=dev.dropfit.predictor.PredictFunction ;;
    dashboard) entry=dev.dropfit.monitor.DashboardFunction ;;
    # A training of few rows needs no more memory on a large machine than on a small one.
    trainer) entry=dev.dropfit.trainer.TrainFunction classes=trainer new_objects=-XX:NewSize=16m ;;
    alert) entry=dev.dropfit.monitor.AlertFunction ;;
    *) entry='' classes=trainer ;;
esac

# A JVM that can't use the archive loads the classes from the jar.
archive=-XX:SharedArchiveFile=$here/$classes.jsa
[ ! -f "$here/$classes.aot" ] || archive=-XX:AOTCache=$here/$classes.aot
archive=${DROPFIT_ARCHIVE_OPTION:-$archive}
if [ -z "$entry" ]; then
    exec "$here/jre/bin/java" "$archive" -Xlog:cds=off -Xlog:cds+dynamic=off -jar "$here/dropfit.jar" "$@"
fi

# The options of the functions; see deploy.sh. JAVA_TOOL_OPTIONS, if set, replaces all of them.
options="-XX:MaxRAMPercentage=70 -XX:+UseSerialGC -XX:+ExitOnOutOfMemoryError -Dorg.eclipse.jetty.util.referencesPerCacheLine=16
    -XX:Tier4InvocationThreshold=20000 -XX:Tier4CompileThreshold=60000 -XX:Tier4BackEdgeThreshold=160000"
[ -z "${JAVA_TOOL_OPTIONS:-}" ] || options='' new_objects=''
# shellcheck disable=SC2086 # Several options.
exec "$here/jre/bin/java" $options $new_objects "$archive" -Xlog:cds=off -Xlog:cds+dynamic=off \
    -cp "$here/dropfit.jar" dev.dropfit.cli.FunctionStart "$entry" "${AIP_HTTP_PORT:-${PORT:-8080}}"
