# Runs the command dropfit in PowerShell, from any folder.
$ErrorActionPreference = 'Stop'
$java = 'java'
if ($env:JAVA_HOME) { $java = Join-Path $env:JAVA_HOME 'bin/java' }
if (-not (Get-Command $java -ErrorAction SilentlyContinue)) {
    [Console]::Error.WriteLine('dropfit: there is no java on the PATH; install Java 17 or later')
    exit 1
}
$options = @('-XX:+UseSerialGC', '-XX:-UsePerfData')
if ($env:DROPFIT_JAVA_OPTS) { $options += $env:DROPFIT_JAVA_OPTS -split ' ' }
& $java @options "-Ddropfit.root=$PSScriptRoot" -jar (Join-Path $PSScriptRoot 'dropfit.jar') @args
exit $LASTEXITCODE
