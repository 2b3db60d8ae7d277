#!/usr/bin/env bats
# compare-datasets.sh in a repository of its own, with a fake command dropfit.
bats_require_minimum_version 1.5.0

load helper

setup() {
    repository=$(cd "$BATS_TEST_DIRNAME/../../../.." && pwd -P)
    tree=$BATS_TEST_TMPDIR/dropfit
    mkdir -p "$tree/deploy" "$tree/datasets/churn" "$tree/datasets/prices"
    cp "$repository/deploy/compare-datasets.sh" "$tree/deploy/"
    cd "$tree" || return 1
    # The fake writes the second line of the CSV as the record, or fails with the CSV's second line as the reason.
    cat >dropfit <<'FAKE'
#!/usr/bin/env bash
while [[ $# -gt 0 ]]; do
    case $1 in
        --metrics) metrics=$2; shift 2 ;;
        --out | --config) shift 2 ;;
        train) csv=$2; shift 2 ;;
    esac
done
line=$(sed -n 2p "$csv")
if [[ $line == "{"* ]]; then printf '%s\n' "$line" >"$metrics"; else printf 'dropfit: %s\n' "$line" >&2; exit 1; fi
FAKE
    chmod +x dropfit
    record churn '{"gate_metric": "f1", "roc_auc": 0.91236, "f1": 0.8, "new_metric": 3, "baseline": {"roc_auc": 0.5, "f1": 0, "new_metric": 1}}'
    record prices '{"gate_metric": "r2", "r2": 0.7, "rmse": null, "baseline": {"r2": 0, "rmse": 2}}'
    git init -q .
    git config user.email a@example.com
    git config user.name a
    git add -A
    git commit -qm base
    base=$(git rev-parse HEAD)
}

record() {
    printf 'header\n%s\n' "$2" >"datasets/$1/dataset.csv"
}

compare() {
    git add -A
    git commit -qm change
    run deploy/compare-datasets.sh "$base"
}

@test "without a changed dataset it says so" {
    echo changed >README.md
    compare
    [ "$status" -eq 0 ]
    [ "$output" = "No dataset has changed." ]
}

@test "a changed dataset shows every metric of its record before and after, the gate's metric first" {
    record churn '{"gate_metric": "f1", "roc_auc": 0.95, "f1": 0.85, "new_metric": 4, "baseline": {"roc_auc": 0.5, "f1": 0, "new_metric": 1}}'
    compare
    [ "${lines[0]}" = "| dataset | base branch | this change |" ]
    [ "${lines[2]}" = "| churn | trained: f1 0.8, roc_auc 0.9124, new_metric 3 | trained: f1 0.85, roc_auc 0.95, new_metric 4 |" ]
    [ "${#lines[@]}" -eq 3 ]
}

@test "a new and a deleted dataset are named as such, and a metric that was not measured is omitted" {
    git rm -q datasets/prices/dataset.csv
    mkdir datasets/heart
    record heart '{"gate_metric": "r2", "r2": 0.1, "rmse": null, "baseline": {"r2": 0, "rmse": 2}}'
    compare
    has "| heart | new | trained: r2 0.1 |"
    has "| prices | trained: r2 0.7 | deleted |"
}

@test "a reason that quotes the dataset can't add cells, links or HTML" {
    record churn 'line 3: found |a|, <b> and [c](d)'
    compare
    [ "${lines[2]}" = "| churn | trained: f1 0.8, roc_auc 0.9124, new_metric 3 | invalid: dropfit: line 3: found  a ,  b  and  c (d) |" ]
}
