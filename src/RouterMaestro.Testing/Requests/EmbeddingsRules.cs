using System.Text.Json;
using RouterMaestro.Testing.Json;

namespace RouterMaestro.Testing.Requests;

/// <summary>What OpenAI refuses in a request for vectors.</summary>
internal static class EmbeddingsRules
{
    public static (string? Param, string Message)? Violation(JsonElement body)
    {
        if (body.GetText("model") is null or "")
        {
            return ("model", "you must provide a model parameter");
        }

        return body.Get("input") switch
        {
            { ValueKind: JsonValueKind.String } text when text.GetString()!.Length > 0 => null,
            { ValueKind: JsonValueKind.Array } list when list.GetArrayLength() > 0 => null,
            _ => ("input", "'$.input' is invalid. Please check the API reference: https://platform.openai.com/docs/api-reference."),
        };
    }
}
