#!/usr/bin/env bash
# Makes the folder that runs in a container: runtime.sh JAR FOLDER. It contains the jar of the release, a Java runtime with only the modules that the
# jar needs, and two archives of classes, each from a training start: of the predictor against a model of the sample dataset, and of the trainer, which
# trains such a model. From Java 25 on they are AOT caches, which also hold linked classes and profiles. Needs a JDK, 17 or later, and nothing else, so
# that it runs without Docker too.
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
# The archive of the JDK's own classes, under the one of the jar. Absent in a runtime that jlink has made. Only this collector writes objects into it;
# from Java 21 on, the serial collector reads them.
"$folder/jre/bin/java" -Xshare:dump -XX:+UseG1GC >/dev/null

rm -f "$folder"/*.jsa "$folder"/*.aot
if "$folder/jre/bin/java" -XX:+PrintFlagsFinal -version 2>&1 | grep -w AOTCacheOutput >/dev/null; then
    write=-XX:AOTCacheOutput= suffix=aot
else
    write=-XX:ArchiveClassesAtExit= suffix=jsa
fi

sample=$(mktemp -d)
cleanup() {
    [[ -z ${server:-} ]] || kill "$server" 2>/dev/null || true
    rm -rf "$sample"
}
trap cleanup EXIT

# Starts a function that writes its archive of classes when it ends.
start() {
    port=$((20000 + RANDOM % 20000))
    PORT=$port DROPFIT_ARCHIVE_OPTION="$write$folder/$1.$suffix" "$folder/start.sh" "$1" >"$sample/log" 2>&1 &
    server=$!
    for ((i = 0; i < 300; i++)); do
        ! (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null || break
        sleep 0.1
    done
}

# request METHOD PATH TYPE BODY [HEADERS]: prints the response. In a shell of its own, which ends if nothing listens.
request() (
    exec 3<>"/dev/tcp/127.0.0.1/$port"
    printf '%s %s HTTP/1.1\r\nHost: localhost\r\nContent-Type: %s\r\nContent-Length: %d\r\nConnection: close\r\n%s\r\n%s' \
        "$1" "$2" "$3" "${#4}" "${5:-}" "$4" >&3
    cat <&3
)

# stop FUNCTION RESPONSES: ends it if so many responses of the file "responses" are good.
stop() {
    [[ $(grep -o 'HTTP/1.1 200' "$sample/responses" | wc -l) -eq $2 ]] || { cat "$sample/log" "$sample/responses" >&2; exit 1; }
    # A JVM writes the archive when it ends by a signal, too.
    kill "$server"
    wait "$server" || true
    server=
    [[ -s $folder/$1.$suffix ]] || { cat "$sample/log" >&2; echo "$0: the JVM wrote no archive of classes" >&2; exit 1; }
}

mkdir -p "$sample/data/heart-disease"
cp "$here/../../datasets/heart-disease/dataset.csv" "$here/../../datasets/heart-disease/dropfit.json" "$sample/data/heart-disease/"
export DROPFIT_DATA=file://$sample/data DROPFIT_MODELS=file://$sample/trained
start trainer
event=$'ce-id: 1\r\nce-specversion: 1.0\r\nce-source: //storage.googleapis.com/projects/_/buckets/data\r\nce-type: google.cloud.storage.object.v1.finalized\r\n'
# Newer than any file: the file that is there is read.
request POST / application/json '{"bucket":"data","name":"heart-disease/dataset.csv","generation":"9000000000000000000","size":"37000"}' \
    "${event}ce-subject: objects/heart-disease/dataset.csv"$'\r\n' >"$sample/responses"
stop trainer 1
[[ -f $sample/trained/heart-disease/models/latest.zip ]] || { cat "$sample/log" >&2; echo "$0: the trainer has not trained the sample" >&2; exit 1; }

start predictor
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
stop predictor 6
du -sh "$folder/jre" "$folder/dropfit.jar" "$folder/predictor.$suffix" "$folder/trainer.$suffix"
