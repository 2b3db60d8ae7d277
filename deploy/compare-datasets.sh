#!/usr/bin/env bash
# usage: deploy/compare-datasets.sh BASE
# Finds the datasets whose CSV or settings differ from the commit BASE, trains on both versions, and prints the metrics as a Markdown table.
set -euo pipefail

cd "$(dirname "$0")/.."
base=$(git merge-base "${1:?name the commit to compare with}" HEAD)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# train NAME CSV SETTINGS: writes the metrics to NAME.json, or the reason when training fails.
train() {
    local settings=()
    [[ ! -s $3 ]] || settings=(--config "$3")
    ./dropfit train "$2" "${settings[@]}" --out "$work/$1.zip" --metrics "$work/$1.json" >"$work/$1.log" 2>&1 ||
        [[ -s $work/$1.json ]] || jq -n --arg reason "$(tail -n 1 "$work/$1.log")" '{verdict: "invalid", reasons: [$reason]}' >"$work/$1.json"
}

# cell FILE: the verdict and the metrics, the gate's metric first, or the reasons when training failed. The record itself lists the metrics of
# its task: they are the keys of "baseline".
cell() {
    # A reason may quote the dataset: remove characters that Markdown would read as a table, a link or HTML.
    jq -r '
        . as $record
        | [.gate_metric | values] + ((.baseline // {} | keys_unsorted) - [.gate_metric])
        | map(select($record[.] | type == "number") | "\(.) \($record[.] * 10000 | round / 10000)") | join(", ")
        | "\($record.verdict // "trained"): " + if . == "" then ($record.reasons // [] | join("; ")) else . end
        | gsub("[|<>`\\[\\]]"; " ") | gsub("\n"; " ")' "$1"
}

changed=$(git diff --name-only "$base" HEAD -- 'datasets/*/dataset.csv' 'datasets/*/dropfit.json' | xargs -r -n 1 dirname | sort -u)
if [[ -z $changed ]]; then
    echo "No dataset has changed."
    exit 0
fi
echo "| dataset | base branch | this change |"
echo "|---|---|---|"
while IFS= read -r folder; do
    before="new"
    after="deleted"
    if git cat-file -e "$base:$folder/dataset.csv" 2>/dev/null; then
        git show "$base:$folder/dataset.csv" >"$work/dataset.csv"
        git show "$base:$folder/dropfit.json" >"$work/dropfit.json" 2>/dev/null || : >"$work/dropfit.json"
        train base "$work/dataset.csv" "$work/dropfit.json"
        before=$(cell "$work/base.json")
    fi
    if [[ -f $folder/dataset.csv ]]; then
        train head "$folder/dataset.csv" "$folder/dropfit.json"
        after=$(cell "$work/head.json")
    fi
    echo "| $(basename "$folder") | $before | $after |"
    rm -f "$work"/*.json "$work"/*.zip
done <<<"$changed"
