#!/usr/bin/env bash
# Generates three clients from the OpenAPI description of a model whose columns have odd names, compiles them, and calls every operation. Part of
# check.sh. It needs the packaged command, npm and python3; what it downloads goes to target/clients.
set -euo pipefail
cd "$(dirname "$0")/../../../.."

sources=deploy/src/test/clients
work=deploy/target/clients
jar=cli/target/dropfit.jar
rm -rf "${work:?}"/{home,java,typescript,python,out}
mkdir -p "$work/home/data/odd" "$work/out"
echo '{"label": "label", "learner": "logistic-regression"}' >"$work/home/data/odd/dropfit.json"
cp "$sources/odd.csv" "$work/home/data/odd/dataset.csv"

# A status of 3: it could not be downloaded.
mvn --quiet --batch-mode -f "$sources/pom.xml" dependency:copy-dependencies -DoutputDirectory="$PWD/$work/lib" >/dev/null || exit 3
mkdir -p "$work/npm"
cp "$sources"/npm/package*.json "$work/npm/"
(cd "$work/npm" && npm ci --silent --no-audit --no-fund >/dev/null) || exit 3

freeport() {
    python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'
}
port=$(freeport)
url=http://localhost:$port
DROPFIT_DEFAULT_MODEL=odd java -jar "$jar" up --no-sample --home "$work/home" --port "$port" --dashboard-port "$(freeport)" >"$work/out/up.log" 2>&1 &
up=$!
trap 'kill "$up" 2>/dev/null || true' EXIT
for ((i = 0; i < 360; i++)); do
    ! curl --silent --fail "$url/odd" >"$work/out/model.json" || break
    sleep 0.5
done
version=$(python3 -c 'import json, sys; print(json.load(open(sys.argv[1]))["version"])' "$work/out/model.json")
curl --silent --fail "$url/odd/openapi.json" >"$work/out/openapi.json"

generate() { # generator folder options…
    java -XX:TieredStopAtLevel=1 -jar "$work"/lib/openapi-generator-cli-*.jar generate -i "$work/out/openapi.json" -g "$1" -o "$work/$2" \
        --global-property apiDocs=false,modelDocs=false,apiTests=false,modelTests=false "${@:3}" >"$work/out/$2.log" 2>&1 ||
        { cat "$work/out/$2.log"; exit 1; }
}
generate java java --library native
generate typescript-fetch typescript --additional-properties=useSingleRequestParameter=false
generate python python

libraries=$(find "$work/lib" -name '*.jar' ! -name 'openapi-generator-cli*' -printf '%p:')
find "$work/java/src/main" -name '*.java' >"$work/out/sources"
javac -nowarn -proc:none -encoding UTF-8 -d "$work/java/classes" -cp "$libraries" @"$work/out/sources" "$sources/CallEverything.java" 2>&1 |
    grep -v '^Note:' || true
java -cp "$work/java/classes:$libraries" CallEverything "$url" "$work/out/openapi.json" "$version"

find "$work/typescript" -name '*.ts' >"$work/out/sources"
"$work/npm/node_modules/.bin/tsc" --strict --target es2020 --module commonjs --moduleResolution node --lib es2020,dom \
    --outDir "$work/typescript/js" @"$work/out/sources"
node "$sources/call_everything.js" "$url" "$work/out/openapi.json" "$version" "$work/typescript/js"

python3 -m compileall -q "$work/python/openapi_client"
if python3 -c 'import dateutil, pydantic, typing_extensions, urllib3; assert pydantic.VERSION >= "2"' 2>/dev/null; then
    python3 "$sources/call_everything.py" "$url" "$work/out/openapi.json" "$version" "$work/python"
else
    echo "Python: compiled; not called, because its libraries (pydantic 2, urllib3, dateutil) are missing"
fi
