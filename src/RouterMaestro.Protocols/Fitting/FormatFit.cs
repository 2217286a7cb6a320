using System.Text.Json;
using RouterMaestro.Domain;
using RouterMaestro.Domain.Chat;
using RouterMaestro.Domain.Models.Facts;
using RouterMaestro.Protocols.Abstractions;
using RouterMaestro.Protocols.Json;

namespace RouterMaestro.Protocols.Fitting;

/// <summary>Asks in words for the format of the response, where neither the protocol nor the model has a setting for it.</summary>
internal static class FormatFit
{
    private const string Form = "and nothing else: no prose, no code fence.";

    /// <summary>
    /// Returns the request with JSON mode and an instruction in the place of a schema that the model or its server refuses. OpenAI's models
    /// before gpt-4o-2024-08-06 do ("'response_format' of type 'json_schema' is not supported with this model", web-infra-dev/midscene#259),
    /// and DeepSeek, which knows no forced tool while it reasons either (BerriAI/litellm#31466).
    /// </summary>
    /// <param name="request">The request.</param>
    /// <param name="target">The target of the request.</param>
    /// <param name="losses">Receives <c>response_format</c> if the schema is not enforced.</param>
    public static ChatRequest WithoutRefusedSchema(ChatRequest request, RequestTarget target, LossSink losses)
    {
        if (request.OutputFormat is not OutputFormat.JsonSchema { Schema: var schema } || Accepts(target))
        {
            return request;
        }

        losses.Add("response_format");
        return request with
        {
            // that mode knows objects alone
            OutputFormat = DescribesObject(schema) ? new OutputFormat.JsonObject() : null,
            Messages = Instruct(request.Messages, Instruction(schema)),
        };
    }

    /// <summary>Returns the words that ask for a response in JSON.</summary>
    /// <param name="schema">The schema; null for any object.</param>
    public static string Instruction(RawJson? schema) => schema is null || !SaysMore(schema)
        ? $"Answer with exactly one JSON object {Form}"
        : $"Answer with exactly one JSON value {Form} It must follow this JSON schema:\n{schema}";

    /// <summary>Returns true if values of a schema are objects, or may be.</summary>
    public static bool DescribesObject(RawJson schema)
    {
        using var document = JsonBody.Parse(schema.Utf8);
        var type = document.Root.Find("type"u8);
        return type.ValueKind switch
        {
            JsonValueKind.String => type.ValueEquals("object"u8),
            JsonValueKind.Array => type.EnumerateArray().Any(t => t.ValueKind == JsonValueKind.String && t.ValueEquals("object"u8)),
            _ => document.Root.Find("enum"u8).ValueKind == JsonValueKind.Undefined
                && document.Root.Find("const"u8).ValueKind == JsonValueKind.Undefined
                && document.Root.Find("items"u8).ValueKind == JsonValueKind.Undefined,
        };
    }

    /// <summary>Returns true if a schema says more than that a value is an object.</summary>
    public static bool SaysMore(RawJson schema)
    {
        using var document = JsonBody.Parse(schema.Utf8);
        return document.Root.ValueKind == JsonValueKind.Object
            && document.Root.EnumerateObject().Any(m => !m.NameEquals("type"u8) && !(m.NameEquals("additionalProperties"u8) && m.Value.ValueKind == JsonValueKind.True));
    }

    private static bool Accepts(RequestTarget target) => target.Facts.JsonSchema != Acceptance.Refused && target.Server.TakesJsonSchema;

    /// <summary>
    /// Adds words to the last turn of the user, because cached prompts stay the same then, and JSON mode of Responses wants the word JSON in
    /// the input.
    /// </summary>
    private static EquatableArray<Message> Instruct(EquatableArray<Message> messages, string instruction)
    {
        List<Message> instructed = [.. messages];
        var last = instructed.FindLastIndex(m => m.Role == Role.User);
        if (last < 0)
        {
            instructed.Add(Message.User(instruction));
        }
        else
        {
            instructed[last] = instructed[last] with { Parts = [.. instructed[last].Parts, new TextPart(instruction)] };
        }

        return instructed.ToEquatableArray();
    }
}
