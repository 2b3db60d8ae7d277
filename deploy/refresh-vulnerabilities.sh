#!/usr/bin/env bash
# Writes deploy/known-vulnerabilities.json again, from the vulnerabilities that OSV (https://osv.dev) knows for the libraries in the jars of the
# last build. Needs the network, curl and jq. The build itself needs no network: it reads the committed file.
set -euo pipefail
cd "$(dirname "$0")/.."
osv=${OSV_URL:-https://api.osv.dev}

for tool in curl jq; do
    command -v "$tool" >/dev/null || { echo "$0: $tool is missing; install it" >&2; exit 1; }
done
mkdir -p target
boms=(*/target/bom.json)
[[ -f ${boms[0]} ]] || { echo "$0: there is no target/bom.json; run 'mvn package' first" >&2; exit 1; }

# The libraries of the functions, and those that the list has already: of the command, and of the invoker.
libraries=$(
    {
        jq -r '.components[] | "\(.group):\(.name)"' "${boms[@]}"
        jq -r '.advisories[].artifact' deploy/known-vulnerabilities.json
    } | sort -u
)
for library in $libraries; do
    curl --fail --silent --show-error --max-time 60 "$osv/v1/query" \
        --data "$(jq -n --arg name "$library" '{package: {ecosystem: "Maven", name: $name}}')" |
        jq -c --arg name "$library" '
            .vulns[]? | select(.withdrawn | not) | {
                artifact: $name, id, aliases: (.aliases // []), summary: (.summary // ""),
                affected: [.affected[] | select(.package.name == $name) | .ranges[]? | select(.type == "ECOSYSTEM") | .events
                    | [range(0; length) as $i | select(.[$i].introduced)
                        | {introduced: .[$i].introduced, fixed: (.[$i + 1].fixed // "")}][]]
            } | select(.affected | length > 0)'
done | jq -s --arg date "$(date -u +%F)" \
    '{date: $date, source: "OSV", advisories: sort_by(.artifact, .id)}' >target/known-vulnerabilities.json
mv target/known-vulnerabilities.json deploy/known-vulnerabilities.json
echo "deploy/known-vulnerabilities.json: $(jq '.advisories | length' deploy/known-vulnerabilities.json) advisories; review the change and commit it"
