#!/usr/bin/env node
'use strict'
// The command: `npx cfsign`.

const { runCommand } = require('../native.js')

process.exitCode = runCommand(['cfsign', ...process.argv.slice(2)])
