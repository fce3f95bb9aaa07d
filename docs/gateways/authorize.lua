-- Asks Latchkey's gate about a request, for HAProxy 2.6 or newer. haproxy.cfg calls it by `http-request lua.authorize`
-- and names the listener that leads to the gate.
--
-- The question carries every key that the client sent and nothing else, so that the gate sees a key that was sent twice.
-- Only a 200 with the whole identity sets the variable txn.latchkey_allowed, without which haproxy.cfg lets nothing pass.
-- A refusal goes to the client as the gate gave it. Whatever else comes back, or doesn't, is left to haproxy.cfg.

-- The gate is found by its listener; the name in here only fills the Host header.
local QUESTION = "http://latchkey.gate/authorize"
local PATIENCE = 4000

local IDENTITY = {
    "x-user-id", "x-user-name", "x-application-id", "x-application-name", "x-package", "x-plan", "x-key-id",
}
local REFUSAL = { "content-type", "cache-control", "retry-after", "www-authenticate", "x-access-decision" }

local function ask(txn, listener)
    local sent = txn.http:req_get_headers()
    local keys = { ["x-api-key"] = sent["x-api-key"], ["authorization"] = sent["authorization"] }
    return core.httpclient():get{ url = QUESTION, dst = listener, headers = keys, timeout = PATIENCE }
end

local function allow(txn, answer)
    for _, name in ipairs(IDENTITY) do
        local values = answer.headers[name]
        if values == nil then return end
        txn.http:req_set_header(name, values[0])
    end
    txn:set_var("txn.latchkey_allowed", true)
end

local function refuse(txn, answer)
    local reply = txn:reply{ status = answer.status, reason = answer.reason, body = answer.body }
    for _, name in ipairs(REFUSAL) do
        for _, value in pairs(answer.headers[name] or {}) do reply:add_header(name, value) end
    end
    txn:done(reply)
end

local function authorize(txn, listener)
    local answer = ask(txn, listener)
    if answer.status == 200 then
        allow(txn, answer)
    elseif answer.status >= 400 and answer.headers["x-access-decision"] ~= nil then
        refuse(txn, answer)
    end
end

core.register_action("authorize", { "http-req" }, authorize, 1)
