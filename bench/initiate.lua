-- Hands over the sample again and again, every time to another client.
-- With BENCH_KEY=1 each request has an Idempotency-Key of its own.
-- With BENCH_IDS=FILE it writes the id of every handoff that was answered with 201 to FILE.<thread>, a line each.
local file = assert(io.open(os.getenv("BENCH_SAMPLE"), "r"))
local sample = file:read("*a")
file:close()
local threads = 0

function setup(thread)
   threads = threads + 1
   thread:set("id", threads)
end

function init(args)
   count = 0
   -- The whole request is made once; only a number of fixed length changes in it.
   local headers = { ["Content-Type"] = "application/json", ["Authorization"] = "Bearer " .. os.getenv("BENCH_TOKEN") }
   local body = sample:gsub('"client_name": "[^"]*', '%0 ' .. id .. "-@@@@@@@", 1)
   if (os.getenv("BENCH_KEY") or "") ~= "" then
      headers["Idempotency-Key"] = os.time() .. "-" .. tostring(wrk.port) .. "-" .. id .. "-@@@@@@@"
   end
   parts = {}
   for part in (wrk.format("POST", "/api/v1/handoffs", headers, body) .. "@@@@@@@"):gmatch("(.-)@@@@@@@") do
      parts[#parts + 1] = part
   end
   local ids = os.getenv("BENCH_IDS")
   if ids then
      out = assert(io.open(ids .. "." .. id, "w"))
      response = keep
   end
end

function request()
   count = count + 1
   return table.concat(parts, string.format("%07d", count))
end

function keep(status, headers, body)
   if status == 201 then
      out:write(body:match('"handoff_id":(%d+)'), "\n")
      out:flush()
   end
end
