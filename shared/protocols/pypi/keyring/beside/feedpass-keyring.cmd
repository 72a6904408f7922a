@echo off
rem The program `keyring` of the job on Windows: Python is there with every client that asks for it.
rem A program of this name in the folder that the client was started in is not to be run.
setlocal
set NoDefaultCurrentDirectoryInExePath=1
where /q "$PATH:python.exe" && goto python
where /q "$PATH:py.exe" && goto launcher
exit /b 1
:python
python.exe -I -S "%~dp0feedpass_keyring.py" %*
exit /b %ERRORLEVEL%
:launcher
py.exe -3 -I -S "%~dp0feedpass_keyring.py" %*
exit /b %ERRORLEVEL%
