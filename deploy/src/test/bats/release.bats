#!/usr/bin/env bats
# The archives of a release, as a person without the sources uses them, and the files for package managers.
bats_require_minimum_version 1.5.0

load helper

setup_file() {
    repository=$(cd "$BATS_TEST_DIRNAME/../../../.." && pwd -P)
    version=$(sed -n 's:^  <version>\(.*\)</version>:\1:p' "$repository/pom.xml" | head -n 1)
    export repository version
}

# alone COMMAND…: with Java and the programs that every system has: no Maven, no compiler.
alone() {
    local bin=$BATS_TEST_TMPDIR/bin program
    if [[ ! -d $bin ]]; then
        mkdir "$bin"
        ln -s "$(readlink -f "$(command -v java)")" "$bin/java"
        for program in sh dirname readlink head mv rm; do
            ln -s "$(command -v "$program")" "$bin/$program"
        done
    fi
    env -i PATH="$bin" "$@"
}

@test "three commands without a build give a prediction" {
    cd "$BATS_TEST_TMPDIR"
    tar -xzf "$repository/cli/target/dropfit-$version.tar.gz"
    sample=dropfit-$version/datasets/heart-disease/dataset.csv

    run alone "dropfit-$version/dropfit" --version
    [ "${lines[-1]}" = "dropfit $version" ]
    # The first command has stored the classes, also those of the library of the command line.
    run alone DROPFIT_JAVA_OPTS=-Xlog:class+load "dropfit-$version/dropfit" --version
    grep -q 'picocli.CommandLine source: shared objects file' <<<"$output"
    run alone "dropfit-$version/dropfit" train "$sample" --out model.zip
    [ "$status" -eq 0 ]
    run --separate-stderr alone "dropfit-$version/dropfit" predict model.zip "$sample"
    [ "$status" -eq 0 ]
    [[ ${lines[1]} == "48,1,1,"*",heart-disease,0.0907"* ]]
}

@test "without Java, or with an old one, one line says what to install" {
    cd "$BATS_TEST_TMPDIR"
    tar -xzf "$repository/cli/target/dropfit-$version.tar.gz"
    alone sh -c :
    mkdir -p old/bin
    touch old/bin/java
    chmod +x old/bin/java
    echo 'JAVA_VERSION="1.8.0_292"' >old/release

    run alone JAVA_HOME="$PWD/old" "dropfit-$version/dropfit" --version
    one_line "dropfit: $PWD/old/bin/java is Java \"1.8.0_292\"; install Java 17 or later, or set JAVA_HOME to one"
    rm bin/java
    run alone "dropfit-$version/dropfit" --version
    one_line "dropfit: there is no java on the PATH; install Java 17 or later"
}

@test "the zip has the same files, and scripts for Windows" {
    cd "$BATS_TEST_TMPDIR"

    python3 -m zipfile -l "$repository/cli/target/dropfit-$version.zip" | awk 'NR > 1 {print $1}' | grep -v '/$' | sort >zip.txt
    tar -tzf "$repository/cli/target/dropfit-$version.tar.gz" | grep -v '/$' | sort >tar.txt

    diff zip.txt tar.txt
    grep -qx "dropfit-$version/dropfit.bat" zip.txt
    grep -qx "dropfit-$version/dropfit.ps1" zip.txt
    grep -qx "dropfit-$version/man/man1/dropfit-train.1" zip.txt
}

@test "the files for package managers have the addresses and digests of the archives" {
    cd "$BATS_TEST_TMPDIR"
    for kind in zip tar.gz jar; do
        echo "$kind" >"dropfit-0.2.0.$kind"
    done

    "$repository/deploy/manifests.sh" 0.2.0 ada/dropfit .

    grep -qF 'url "https://github.com/ada/dropfit/releases/download/v0.2.0/dropfit-0.2.0.tar.gz"' dropfit.rb
    grep -qF "sha256 \"$(sha256sum dropfit-0.2.0.tar.gz | cut -d ' ' -f 1)\"" dropfit.rb
    [ "$(jq -r .hash dropfit.json)" = "$(sha256sum dropfit-0.2.0.zip | cut -d ' ' -f 1)" ]
    [ "$(jq -r .extract_dir dropfit.json)" = dropfit-0.2.0 ]
    [ "$(jq -r '.aliases.dropfit["script-ref"]' jbang-catalog.json)" = https://github.com/ada/dropfit/releases/download/v0.2.0/dropfit-0.2.0.jar ]
}

@test "a version that is no version, or a missing archive, is named" {
    cd "$BATS_TEST_TMPDIR"

    run "$repository/deploy/manifests.sh" v1 ada/dropfit .
    one_line "manifests: the version is 'v1'; accepted are three numbers, such as 0.2.0"
    run "$repository/deploy/manifests.sh" 0.2.0 ada/dropfit .
    one_line "./dropfit-0.2.0.zip does not exist"
}
