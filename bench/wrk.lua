-- Sends the requests of a file in turn and prints what was counted, as JSON.
-- The file's path is the first argument; its requests end with the byte 1.

local requests, turn = {}, 0

function init(arguments)
  local file = assert(io.open(arguments[1], "rb"))
  for request in file:read("*a"):gmatch("[^\1]+") do
    requests[#requests + 1] = request
  end
  file:close()
end

function request()
  turn = turn % #requests + 1
  return requests[turn]
end

-- wrk itself counts every answer whose status is 400 or more.
function done(summary, latency)
  local errors = summary.errors
  io.write(string.format(
    '\n{"requests":%d,"microseconds":%d,"p50":%d,"p99":%d,"p999":%d,' ..
    '"refused":%d,"broken":%d}\n',
    summary.requests, summary.duration,
    latency:percentile(50), latency:percentile(99), latency:percentile(99.9),
    errors.status, errors.connect + errors.read + errors.write + errors.timeout
  ))
end
