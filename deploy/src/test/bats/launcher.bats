#!/usr/bin/env bats
# The script dropfit with a fake Maven and a fake java: when it builds, what it prints meanwhile, and what it runs.
bats_require_minimum_version 1.5.0

load helper

setup() {
    repository=$(cd "$BATS_TEST_DIRNAME/../../../.." && pwd -P)
    tree=$BATS_TEST_TMPDIR/dropfit
    calls=$BATS_TEST_TMPDIR/calls
    bin=$BATS_TEST_TMPDIR/bin
    mkdir -p "$tree/core/src/main" "$tree/cli/src/main" "$bin"
    touch "$tree/pom.xml" "$tree/core/pom.xml" "$tree/cli/pom.xml" "$tree/core/src/main/Some.java" "$calls"
    cp "$repository/dropfit" "$tree/"
    export tree calls
    unset JAVA_HOME
    cat >"$bin/java" <<'FAKE'
#!/bin/sh
if [ "$1" = -version ]; then echo "openjdk version \"${java_version:-17.0.2}\" 2022-01-18" >&2; exit 0; fi
echo "java $*" >>"$calls"
echo "ran with: $*"
FAKE
    cat >"$bin/mvn" <<'FAKE'
#!/bin/sh
echo "mvn $*" >>"$calls"
cat <<LOG
[INFO] Building Dropfit 0.1.0                                             [1/3]
[INFO] Building Dropfit core 0.1.0                                        [2/3]
Downloading from central: a.jar
Downloading from central: b.jar
[INFO] --- maven-compiler-plugin:3.15.0:compile (default-compile) @ dropfit-core ---
LOG
if [ -n "${build_fails:-}" ]; then
    cat <<LOG
[ERROR] COMPILATION ERROR :
[ERROR] Some.java:[1,1] ';' expected
[INFO] BUILD FAILURE
[ERROR] Failed to execute goal: Compilation failure
[ERROR] Some.java:[1,1] ';' expected
[ERROR] -> [Help 1]
[ERROR] To see the full stack trace of the errors, re-run Maven with the -e switch.
LOG
    exit 1
fi
echo "[INFO] Building Dropfit cli 0.1.0                                         [3/3]"
touch "$tree/cli/target/dropfit.jar"
printf '\033[0m' # The real one ends like this, without an end of line.
FAKE
    printf '#!/bin/sh\n' >"$bin/javac"
    chmod +x "$bin/"*
    PATH=$bin:$PATH
}

@test "a JAVA_HOME without java is named, and an old one is refused" {
    mkdir -p "$tree/cli/target" "$BATS_TEST_TMPDIR/old/bin"
    touch "$tree/cli/target/dropfit.jar"
    cp "$bin/java" "$BATS_TEST_TMPDIR/old/bin/"
    echo 'JAVA_VERSION="11.0.2"' >"$BATS_TEST_TMPDIR/old/release"

    JAVA_HOME=$BATS_TEST_TMPDIR/none run --separate-stderr "$tree/dropfit" --version
    [ "$status" -eq 0 ]
    [[ ${stderr_lines[0]} == "dropfit: JAVA_HOME is $BATS_TEST_TMPDIR/none, which has no bin/java; the java on the PATH is used" ]]

    JAVA_HOME=$BATS_TEST_TMPDIR/old run --separate-stderr "$tree/dropfit" --version
    [ "$status" -eq 1 ]
    [[ ${stderr_lines[0]} == *"old/bin/java is Java \"11.0.2\"; install JDK 17 or later"* ]]
}

@test "the first build says how long it takes, names each module, and runs the command" {
    run --separate-stderr "$tree/dropfit" check data.csv

    [ "$status" -eq 0 ]
    [[ ${stderr_lines[0]} == "dropfit: building for the first time takes about 15 seconds"*"(log: $tree/cli/target/build.log)" ]]
    [ "${stderr_lines[1]}" = "dropfit: building core, module 2 of 3" ]
    [ "${stderr_lines[2]}" = "dropfit: downloading libraries" ]
    [ "${stderr_lines[3]}" = "dropfit: building cli, module 3 of 3" ]
    [ "${stderr_lines[4]}" = "dropfit: preparing a faster start" ]
    [ "${#stderr_lines[@]}" -eq 5 ]
    has "-jar $tree/cli/target/dropfit.jar check data.csv"
    grep -q "Downloading from central: b.jar" "$tree/cli/target/build.log"
}

@test "a command that is up to date is not built" {
    mkdir -p "$tree/cli/target"
    touch "$tree/cli/target/dropfit.jar" "$tree/cli/target/dropfit.jsa"

    run --separate-stderr "$tree/dropfit" models

    [ "$status" -eq 0 ]
    [ -z "$stderr" ]
    run ! grep mvn "$calls"
}

@test "a changed source is built, once" {
    mkdir -p "$tree/cli/target"
    touch -d '1 minute ago' "$tree/cli/target/dropfit.jar"

    run --separate-stderr "$tree/dropfit" models
    [[ ${stderr_lines[0]} == "dropfit: the sources have changed; building takes about 15 seconds"* ]]

    run --separate-stderr "$tree/dropfit" models
    [ -z "$stderr" ]
    [ "$(grep -c mvn "$calls")" -eq 1 ]
}

@test "a start that was prepared for an older jar is prepared again, once" {
    mkdir -p "$tree/cli/target"
    touch "$tree/cli/target/dropfit.jar"
    touch -d '1 minute ago' "$tree/cli/target/dropfit.jsa"

    run --separate-stderr "$tree/dropfit" models
    [ "$stderr" = "dropfit: preparing a faster start" ]
    run --separate-stderr "$tree/dropfit" models
    [ -z "$stderr" ]
}

@test "a build that fails shows each error once, without Maven's advice, and where the log is" {
    build_fails=true run --separate-stderr "$tree/dropfit" models

    [ "$status" -eq 1 ]
    [ "${#lines[@]}" -eq 0 ]
    [ "$(grep -c "Some.java:\[1,1\] ';' expected" <<<"$stderr")" -eq 1 ]
    [[ $stderr != *"re-run Maven"* && $stderr != *"[ERROR]"* ]]
    [ "${stderr_lines[-1]}" = "dropfit: the build failed; the errors are above, the whole log is $tree/cli/target/build.log" ]
    run ! grep "java -XX" "$calls"
}

@test "an old Java is named before anything is built" {
    java_version=11.0.2 run "$tree/dropfit" models

    one_line "$bin/java is version 11; install JDK 17 or later"
    run ! grep mvn "$calls"
}

@test "a link to the script finds the tree, and file names stay relative to the caller's folder" {
    ln -s "$tree/dropfit" "$BATS_TEST_TMPDIR/link"
    cd "$BATS_TEST_TMPDIR"

    run ./link check data.csv

    [ "$status" -eq 0 ]
    has "-Ddropfit.root=$tree"
    has "check data.csv"
}

@test "the user's JVM options are passed on, each as a word of its own" {
    DROPFIT_JAVA_OPTS="-Xmx4g -Dsome=thing" run "$tree/dropfit" models

    has " -Xmx4g -Dsome=thing -Ddropfit.root="
}

@test "a small file is trained without the JVM's second compiler, and a large one with it" {
    echo "a,b" >"$BATS_TEST_TMPDIR/small.csv"
    head -c 70000 /dev/zero >"$BATS_TEST_TMPDIR/large.csv"

    run "$tree/dropfit" train "$BATS_TEST_TMPDIR/small.csv"
    [[ $output == *"-XX:TieredStopAtLevel=1"* ]]
    run "$tree/dropfit" train "$BATS_TEST_TMPDIR/large.csv"
    [[ $output != *"-XX:TieredStopAtLevel=1"* ]]
    run "$tree/dropfit" up "$BATS_TEST_TMPDIR/small.csv"
    [[ $output != *"-XX:TieredStopAtLevel=1"* ]]
}

@test "a larger file is trained without the second compiler if its settings name a learner" {
    mkdir "$BATS_TEST_TMPDIR/own"
    head -c 400000 /dev/zero >"$BATS_TEST_TMPDIR/own/large.csv"
    head -c 600000 /dev/zero >"$BATS_TEST_TMPDIR/own/larger.csv"
    echo '{"learner": "gradient-boosting"}' >"$BATS_TEST_TMPDIR/own/dropfit.json"
    echo '{"learner": "auto"}' >"$BATS_TEST_TMPDIR/auto.json"

    run "$tree/dropfit" train "$BATS_TEST_TMPDIR/own/large.csv"
    [[ $output == *"-XX:TieredStopAtLevel=1"* ]]
    has "train $BATS_TEST_TMPDIR/own/large.csv"
    run "$tree/dropfit" train "$BATS_TEST_TMPDIR/own/larger.csv"
    [[ $output != *"-XX:TieredStopAtLevel=1"* ]]
    for option in "--config $BATS_TEST_TMPDIR/auto.json" "--config=$BATS_TEST_TMPDIR/auto.json"; do
        # shellcheck disable=SC2086
        run "$tree/dropfit" train "$BATS_TEST_TMPDIR/own/large.csv" $option
        [[ $output != *"-XX:TieredStopAtLevel=1"* ]]
    done
}

@test "on a terminal one line changes in place and is gone at the end" {
    run python3 -c 'import pty, sys; pty.spawn(sys.argv[1:])' "$tree/dropfit" models

    [ "$status" -eq 0 ]
    has $'\r\e[Kdropfit: building core, module 2 of 3: compiling'
    has $'\r\e[Kdropfit: building core, module 2 of 3; library files downloaded: 2'
    has $'\r\e[Kran with: '
    has "-Ddropfit.progress=true"
    has "-Ddropfit.terminal=true -Ddropfit.columns="
}

@test "in the folder of a release the jar next to the script runs, without Maven and a compiler" {
    release=$BATS_TEST_TMPDIR/release
    mkdir -p "$release"
    cp "$repository/dropfit" "$release/"
    touch "$release/dropfit.jar"
    rm "$bin/mvn" "$bin/javac"

    run --separate-stderr "$release/dropfit" check data.csv
    [ "$status" -eq 0 ]
    [ "$stderr" = "dropfit: preparing a faster start" ]
    has "-Ddropfit.root=$release"
    has "-jar $release/dropfit.jar check data.csv"

    run --separate-stderr "$release/dropfit" models
    [ -z "$stderr" ]
}
