using System.Collections.Concurrent;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using RouterMaestro.Testing.Json;
using RouterMaestro.Testing.Simulation;
using RouterMaestro.Testing.Wire;

namespace RouterMaestro.Testing.Copilot;

/// <summary>What the changes of one reply need to know.</summary>
internal sealed record CopilotReply(
    SimulatedResponse Response, CopilotQuirks Quirks, RenderContext Context, CopilotBill Bill, CopilotSignatures Signatures)
{
    public SimulatedUsage Usage => Response.UsageFor(Context.Request);

    public bool Has(CopilotQuirks quirk) => Quirks.HasFlag(quirk);
}

/// <summary>Puts the cost and the quirks of Copilot into a reply that a protocol's renderer wrote.</summary>
internal sealed class CopilotEditor(CopilotReply reply) : IReplyEditor
{
    /// <summary>Turns tool calls into text where that is the quirk.</summary>
    public static SimulatedResponse Prepare(QuirkedStep step, RenderContext context)
    {
        var calls = step.Response.Of<ResponsePart.ToolCall>().Select(part => part.Call).ToList();
        if (!step.Quirks.HasFlag(CopilotQuirks.ToolCallText) || context.IsMessages || context.IsResponses || calls.Count == 0)
        {
            return step.Response;
        }

        var text = string.Concat(calls.Select(call => $"<tool_call>{WireJson.Text(new JsonObject
        {
            ["name"] = call.Name,
            ["arguments"] = Arguments(call.Arguments),
        })}</tool_call>"));
        return step.Response.WithParts(step.Response.Parts.Where(part => part is not ResponsePart.ToolCall)).WithText(text).WithStop(SimulatedStop.ToolCalls);
    }

    public IEnumerable<WireFrame> EditStream(IReadOnlyList<WireFrame> frames) =>
        reply.Context.IsMessages ? CopilotMessagesEdits.Stream(reply, frames)
        : reply.Context.IsResponses ? CopilotResponsesEdits.Stream(reply, frames)
        : CopilotChatEdits.Stream(reply, frames);

    public byte[] EditBody(byte[] body)
    {
        var json = JsonNode.Parse(body)!.AsObject();
        if (reply.Context.IsResponses)
        {
            CopilotResponsesEdits.Body(reply, json);
        }
        else if (!reply.Context.IsMessages)
        {
            CopilotChatEdits.Body(reply, json);
        }

        json["copilot_usage"] = reply.Bill.ToJson(reply.Usage);
        return WireJson.Bytes(json);
    }

    public void CountBody(bool isSent) => reply.Bill.Counter(reply.Usage)(isSent);

    // broken JSON stays a text, which models write as well
    private static JsonNode? Arguments(string text)
    {
        try
        {
            return JsonNode.Parse(text);
        }
        catch (JsonException)
        {
            return text;
        }
    }
}

/// <summary>Puts the cost into vectors.</summary>
internal sealed class CopilotVectorsEditor(CopilotBill bill) : IReplyEditor
{
    private SimulatedUsage _usage = new(0, 0);

    public IEnumerable<WireFrame> EditStream(IReadOnlyList<WireFrame> frames) => frames;

    public byte[] EditBody(byte[] body)
    {
        var json = JsonNode.Parse(body)!.AsObject();
        _usage = new SimulatedUsage(json["usage"]!["prompt_tokens"]!.GetValue<long>(), 0);
        json["copilot_usage"] = bill.ToJson(_usage);
        return WireJson.Bytes(json);
    }

    public void CountBody(bool isSent) => bill.Counter(_usage)(isSent);
}

/// <summary>Prices one answer and puts it into the ledger.</summary>
internal sealed class CopilotBill(CopilotLedger ledger, CopilotPrices prices, TimeProvider time, CopilotCharge blank)
{
    public JsonObject ToJson(SimulatedUsage usage) => prices.ToJson(usage);

    /// <summary>Makes what counts the answer when the cost is sent, and takes it back when that failed.</summary>
    public Action<bool> Counter(SimulatedUsage usage)
    {
        var charge = blank with { NanoAiu = prices.Cost(usage), Usage = usage, SentAt = time.GetUtcNow() };
        return isSent =>
        {
            if (isSent)
            {
                ledger.Add(charge);
            }
            else
            {
                ledger.Remove(charge);
            }
        };
    }
}

/// <summary>Knows the signatures and encrypted reasoning that were sent.</summary>
internal sealed class CopilotSignatures
{
    private readonly ConcurrentDictionary<string, byte> _known = new(StringComparer.Ordinal);

    public bool IsKnown(string signature) => _known.ContainsKey(signature);

    public bool IsKnown(string id, string content) => _known.ContainsKey($"{id} {content}");

    public void Add(string id, string content) => _known[$"{id} {content}"] = 0;

    public void AddAll(SimulatedResponse response)
    {
        foreach (var signature in response.Parts.Select(Signature).OfType<string>())
        {
            _known[signature] = 0;
        }
    }

    /// <summary>Gets what proves a part to be of the model.</summary>
    public static string? Signature(ResponsePart part) => part switch
    {
        ResponsePart.Reasoning reasoning => reasoning.Signature,
        ResponsePart.RedactedReasoning redacted => redacted.Data,
        _ => null,
    };
}

/// <summary>Reads the JSON of an event, and writes it again.</summary>
internal static class CopilotFrames
{
    private static readonly byte[] _data = "data: "u8.ToArray();

    public static JsonObject Read(WireFrame frame) =>
        JsonNode.Parse(frame.Bytes.AsSpan(frame.Bytes.AsSpan().IndexOf(_data) + _data.Length))!.AsObject();

    public static WireFrame Write(this WireFrame frame, JsonObject json)
    {
        var head = frame.Bytes[..frame.Bytes.AsSpan().IndexOf(_data)];
        return frame with { Bytes = [.. head, .. Encoding.UTF8.GetBytes($"data: {WireJson.Text(json)}\n\n")] };
    }
}
