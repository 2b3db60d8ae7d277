@echo off
rem Runs the command dropfit on Windows, from any folder.
setlocal
set "java=java"
if defined JAVA_HOME (
    if exist "%JAVA_HOME%\bin\java.exe" (
        set "java=%JAVA_HOME%\bin\java.exe"
    ) else (
        echo dropfit: JAVA_HOME is "%JAVA_HOME%", which has no bin\java.exe; the java on the PATH is used 1>&2
    )
)
rem Java 17 is the first one that knows this option.
"%java%" --enable-native-access=ALL-UNNAMED -version >nul 2>&1 && goto run
"%java%" -version >nul 2>&1 && (
    echo dropfit: "%java%" is older than Java 17; install Java 17 or later, or set JAVA_HOME to one 1>&2
) || (
    echo dropfit: there is no java on the PATH; install Java 17 or later 1>&2
)
exit /b 1
:run
rem The second compiler waits ten times as long as usual, and the first one compiles loops earlier: short runs need less CPU.
set "compilers=-XX:Tier3BackEdgeThreshold=10000 -XX:Tier4InvocationThreshold=50000 -XX:Tier4CompileThreshold=150000 -XX:Tier4BackEdgeThreshold=400000"
"%java%" -XX:+UseSerialGC -XX:-UsePerfData %compilers% %DROPFIT_JAVA_OPTS% "-Ddropfit.root=%~dp0." -jar "%~dp0dropfit.jar" %*
exit /b %ERRORLEVEL%
