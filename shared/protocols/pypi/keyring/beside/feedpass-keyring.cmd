@echo off
rem The program `keyring` of the job on Windows: Python is there with every client that asks for it.
rem A program of that name in the folder that the client was started in is not to be run.
setlocal
set NoDefaultCurrentDirectoryInExePath=1
set "FEEDPASS_PYTHON=py.exe -3"
where /q "$PATH:python.exe" && set "FEEDPASS_PYTHON=python.exe"
%FEEDPASS_PYTHON% -I -S "%~dp0feedpass_keyring.py" %*
exit /b %ERRORLEVEL%
