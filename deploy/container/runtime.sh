#!/usr/bin/env bash
# Makes the folder that runs in a container: runtime.sh JAR FOLDER. It contains the jar of the release, a Java runtime with only the modules that the
# jar needs, and an archive of the classes that a predictor loads, from a training start against a model of the sample dataset. Needs a JDK, 17 or
# later, and nothing else, so that it runs without Docker too.
set -euo pipefail

[[ $# -eq 2 && -f $1 ]] || { echo "usage: $0 JAR FOLDER; JAR is dropfit.jar of a release" >&2; exit 2; }
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd -P)
mkdir -p "$2"
folder=$(cd "$2" && pwd -P)
cp "$1" "$folder/dropfit.jar"
cp "$here/start.sh" "$folder/start.sh"

# What jdeps can't see: the elliptic curves of TLS.
modules=$(jdeps --multi-release 17 --ignore-missing-deps --print-module-deps "$folder/dropfit.jar"),jdk.crypto.ec
rm -rf "$folder/jre"
jlink --add-modules "$modules" --strip-debug --no-header-files --no-man-pages --output "$folder/jre"
# The archive of the JDK's own classes, under the one of the jar. Absent in a runtime that jlink has made.
"$folder/jre/bin/java" -Xshare:dump -XX:+UseSerialGC >/dev/null

sample=$(mktemp -d)
cleanup() {
    [[ -z ${server:-} ]] || kill "$server" 2>/dev/null || true
    rm -rf "$sample"
}
trap cleanup EXIT
mkdir -p "$sample/heart-disease/models"
"$folder/jre/bin/java" -jar "$folder/dropfit.jar" train "$here/../../datasets/heart-disease/dataset.csv" \
    --config "$here/../../datasets/heart-disease/dropfit.json" --out "$sample/heart-disease/models/latest.zip" >/dev/null

# request METHOD PATH TYPE BODY: prints the response. In a shell of its own, which ends if nothing listens.
request() (
    exec 3<>"/dev/tcp/127.0.0.1/$port"
    printf '%s %s HTTP/1.1\r\nHost: localhost\r\nContent-Type: %s\r\nContent-Length: %d\r\nConnection: close\r\n\r\n%s' "$1" "$2" "$3" "${#4}" "$4" >&3
    cat <&3
)

port=$((20000 + RANDOM % 20000))
rm -f "$folder/predictor.jsa"
DROPFIT_MODELS=file://$sample PORT=$port DROPFIT_ARCHIVE_OPTION="-XX:ArchiveClassesAtExit=$folder/predictor.jsa" \
    "$folder/start.sh" predictor >"$sample/log" 2>&1 &
server=$!
for ((i = 0; i < 300; i++)); do
    ! request GET /heart-disease/ application/json "" >"$sample/response" 2>/dev/null || break
    sleep 0.1
done
row='"age":48,"sex":1,"cp":1,"trestbps":130,"chol":230,"fbs":0,"restecg":0,"thalach":174,"exang":0,"oldpeak":0.2,"slope":1,"ca":0,"thal":2'
csv=$'age,sex,cp,trestbps,chol,fbs,restecg,thalach,exang,oldpeak,slope,ca,thal\n48,1,1,130,230,0,0,174,0,0.2,1,0,2\n'
tensor='{"inputs":[{"name":"x","shape":[1,13],"datatype":"FP64","data":[48,1,1,130,230,0,0,174,0,0.2,1,0,2]}]}'
{
    request POST /heart-disease application/json "{$row}"
    request POST "/heart-disease?explain=true" application/json "[{$row}]"
    request POST /heart-disease text/csv "$csv"
    request POST /v1/models/heart-disease:predict application/json "{\"instances\":[{$row}]}"
    request POST /v2/models/heart-disease/infer application/json "$tensor"
    request GET /v2/health/ready "" ""
} >"$sample/responses"
[[ $(grep -o 'HTTP/1.1 200' "$sample/responses" | wc -l) -eq 6 ]] || { cat "$sample/log" "$sample/responses" >&2; exit 1; }
# A JVM writes the archive when it ends by a signal, too.
kill "$server"
wait "$server" || true
server=
[[ -s $folder/predictor.jsa ]] || { cat "$sample/log" >&2; echo "$0: the JVM wrote no archive of classes" >&2; exit 1; }
du -sh "$folder/jre" "$folder/dropfit.jar" "$folder/predictor.jsa"
