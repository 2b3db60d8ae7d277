# Runs the command dropfit in PowerShell, from any folder.
$ErrorActionPreference = 'Stop'
$java = 'java'
if ($env:JAVA_HOME) {
    $own = Join-Path $env:JAVA_HOME 'bin/java'
    if (Get-Command $own -ErrorAction SilentlyContinue) {
        $java = $own
    } else {
        [Console]::Error.WriteLine("dropfit: JAVA_HOME is $env:JAVA_HOME, which has no bin/java; the java on the PATH is used")
    }
}
if (-not (Get-Command $java -ErrorAction SilentlyContinue)) {
    [Console]::Error.WriteLine('dropfit: there is no java on the PATH; install Java 17 or later')
    exit 1
}
# A runtime says its version in a file; to ask the program itself would take as long as a short command.
$found = (Get-Command $java).Source
$release = Join-Path (Split-Path (Split-Path $found)) 'release'
if ((Test-Path $release) -and ((Get-Content $release | Out-String) -match 'JAVA_VERSION="(\d+)') -and ([int]$Matches[1] -lt 17)) {
    [Console]::Error.WriteLine("dropfit: $found is older than Java 17; install Java 17 or later, or set JAVA_HOME to one")
    exit 1
}
# The second compiler waits ten times as long as usual, and the first one compiles loops earlier: short runs need less CPU.
$options = @('-XX:+UseSerialGC', '-XX:-UsePerfData', '-XX:Tier3BackEdgeThreshold=10000', '-XX:Tier4InvocationThreshold=50000',
    '-XX:Tier4CompileThreshold=150000', '-XX:Tier4BackEdgeThreshold=400000')
if ($env:DROPFIT_JAVA_OPTS) { $options += $env:DROPFIT_JAVA_OPTS -split ' ' }
& $java @options "-Ddropfit.root=$PSScriptRoot" -jar (Join-Path $PSScriptRoot 'dropfit.jar') @args
exit $LASTEXITCODE
