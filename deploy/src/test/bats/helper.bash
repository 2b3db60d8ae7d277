# Copies the scripts to a tree of their own, with small files in place of the jars, so that nothing has to be built.
# shellcheck shell=bash disable=SC2154

setup_tree() {
    repository=$(cd "$BATS_TEST_DIRNAME/../../../.." && pwd -P)
    tree=$BATS_TEST_TMPDIR/dropfit
    mkdir -p "$tree/deploy"
    cp "$repository/deploy.sh" "$repository/bootstrap.sh" "$tree/"
    cp "$repository"/deploy/*.{sh,conf,json} "$tree/deploy/"
    local module class
    while read -r _ module class _; do
        mkdir -p "$tree/$module/target" "$tree/$module/src/main/java/$(dirname "${class//.//}")"
    done < <(sed '/^#/d' "$repository/deploy/functions.conf")
    write_function trainer dev.dropfit.trainer.TrainFunction
    write_function predictor dev.dropfit.predictor.PredictFunction
    cd "$tree" || return 1
    # The tests must not depend on the settings of the person who runs them.
    local variable
    for variable in $(compgen -e DROPFIT_); do
        unset "$variable"
    done
}

# write_function MODULE CLASS: creates a source file and a jar.
write_function() {
    touch "$tree/$1/src/main/java/${2//.//}.java"
    echo "the jar of $1" >"$tree/$1/target/function.jar"
}

# Checks that the output is one line that contains the text, and the status 1.
one_line() {
    [ "$status" -eq 1 ] || { echo "status $status: $output"; return 1; }
    [ "${#lines[@]}" -eq 1 ] || { echo "not one line: $output"; return 1; }
    [[ $output == *"$1"* ]] || { echo "not there: $1"; echo "in: $output"; return 1; }
}

has() {
    [[ $output == *"$1"* ]] || { echo "not there: $1"; echo "in: $output"; return 1; }
}

has_not() {
    [[ $output != *"$1"* ]] || { echo "there: $1"; echo "in: $output"; return 1; }
}
