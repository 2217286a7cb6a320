using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using RouterMaestro.Testing.Json;
using RouterMaestro.Testing.Simulation;

namespace RouterMaestro.Testing.Requests;

/// <summary>The signatures that Gemini 3 puts on calls, and what it refuses without them.</summary>
internal static class ThoughtSignatureRules
{
    // the words that Google's page has for calls that Gemini did not make
    private static readonly string[] _placeholders = ["skip_thought_signature_validator", "context_engineering_is_the_way_to_go"];

    /// <summary>Adds the signature to the first call of an answer.</summary>
    /// <param name="call">The call, as it is sent.</param>
    /// <param name="index">Its number among the calls of the answer.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="server">The kind of server.</param>
    public static JsonObject Sign(JsonObject call, int index, string arguments, SimulatedServer server)
    {
        if (server == SimulatedServer.Gemini && index == 0)
        {
            call["extra_content"] = new JsonObject { ["google"] = new JsonObject { ["thought_signature"] = SignatureOf(call["function"]!["name"]!.GetValue<string>(), arguments) } };
        }

        return call;
    }

    public static (string? Param, string Message)? Violation(JsonElement body, SimulatedServer server)
    {
        if (server != SimulatedServer.Gemini)
        {
            return null;
        }

        var messages = body.GetItems("messages").ToList();
        var turn = messages.FindLastIndex(message => message.GetText("role") == "user");
        foreach (var (at, message) in messages.Index().Where(m => m.Item.GetText("role") == "assistant"))
        {
            foreach (var (number, call) in message.GetItems("tool_calls").Index())
            {
                if (FaultOf(call, isDemanded: at > turn && number == 0) is { } fault)
                {
                    return (null, fault);
                }
            }
        }

        return null;
    }

    private static string? FaultOf(JsonElement call, bool isDemanded)
    {
        var function = call.Get("function") ?? default;
        var name = function.GetText("name") ?? "";
        if (call.Get("extra_content")?.Get("google")?.GetText("thought_signature") is not { } signature)
        {
            return isDemanded ? $"Function call is missing a thought_signature in functionCall parts. This is required for tools to work correctly. Additional data, function call `default_api:{name}`." : null;
        }

        return _placeholders.Contains(signature) || signature == SignatureOf(name, function.GetText("arguments") ?? "") ? null : "Thought signature is not valid.";
    }

    // a signature belongs to its call alone; the order of members, white space and the spelling of numbers do not count
    private static string SignatureOf(string name, string arguments)
    {
        var members = Parse(arguments) is { } json
            ? json.OrderBy(m => m.Key, StringComparer.Ordinal).Select(m => $"{m.Key}={Plain(m.Value)}")
            : [arguments];
        return Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes($"{name}({string.Join(',', members)})")));
    }

    private static JsonObject? Parse(string arguments)
    {
        try
        {
            return JsonNode.Parse(arguments.Length == 0 ? "{}" : arguments) as JsonObject;
        }
        catch (JsonException)
        {
            // models write broken arguments too
            return null;
        }
    }

    private static string? Plain(JsonNode? value) =>
        value?.GetValueKind() == JsonValueKind.Number ? value.GetValue<double>().ToString(CultureInfo.InvariantCulture) : value?.ToJsonString();
}
