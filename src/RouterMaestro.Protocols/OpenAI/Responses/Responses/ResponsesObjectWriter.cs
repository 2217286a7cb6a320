using System.Text.Json;
using RouterMaestro.Domain.Chat;
using RouterMaestro.Domain.Failures;
using RouterMaestro.Protocols.Abstractions;
using RouterMaestro.Protocols.OpenAI.Responses.Errors;
using RouterMaestro.Protocols.OpenAI.Responses.Wire;

namespace RouterMaestro.Protocols.OpenAI.Responses.Responses;

/// <summary>
/// Writes the response object. Members that repeat the request have fixed values, because the published schema requires them
/// (test Whatever_a_protocol_can_say_is_valid_in_the_protocol_of_the_caller).
/// </summary>
internal static class ResponsesObjectWriter
{
    /// <summary>Writes the object of a response in progress.</summary>
    public static void WriteBegun(Utf8JsonWriter json, ResponseIdentity identity)
    {
        Begin(json, identity, "in_progress"u8);
        json.WriteNull("error"u8);
        json.WriteNull("incomplete_details"u8);
        End(json, identity, [], null);
    }

    /// <summary>Writes the object of a complete or incomplete response.</summary>
    public static void WriteDone(
        Utf8JsonWriter json, ResponseIdentity identity, FinishReason finish, IEnumerable<ResponsesOutputItem> items, TokenUsage? usage)
    {
        var reason = ResponsesFinishReasons.Reason(finish);
        Begin(json, identity, reason.IsEmpty ? "completed"u8 : "incomplete"u8);
        json.WriteNull("error"u8);
        if (reason.IsEmpty)
        {
            json.WriteNull("incomplete_details"u8);
        }
        else
        {
            json.WriteStartObject("incomplete_details"u8);
            json.WriteString("reason"u8, reason);
            json.WriteEndObject();
        }

        End(json, identity, items, usage);
    }

    /// <summary>Writes the object of a failed response.</summary>
    public static void WriteFailed(Utf8JsonWriter json, ResponseIdentity identity, RouterError error, IEnumerable<ResponsesOutputItem> items)
    {
        Begin(json, identity, "failed"u8);
        ResponsesErrors.WriteError(json, error);
        json.WriteNull("incomplete_details"u8);
        End(json, identity, items, null);
    }

    private static void Begin(Utf8JsonWriter json, ResponseIdentity identity, ReadOnlySpan<byte> status)
    {
        json.WriteStartObject();
        json.WriteString("id"u8, ResponsesIds.Response(identity));
        json.WriteString("object"u8, "response"u8);
        json.WriteNumber("created_at"u8, identity.Created);
        json.WriteString("status"u8, status);
        json.WriteBoolean("background"u8, false);
    }

    private static void End(Utf8JsonWriter json, ResponseIdentity identity, IEnumerable<ResponsesOutputItem> items, TokenUsage? usage)
    {
        json.WriteNull("instructions"u8);
        json.WriteNull("max_output_tokens"u8);
        json.WriteString("model"u8, identity.Model);
        json.WriteStartArray("output"u8);
        foreach (var item in items)
        {
            ResponsesItemWriter.Write(json, item);
        }

        json.WriteEndArray();
        json.WriteBoolean("parallel_tool_calls"u8, true);
        json.WriteNull("previous_response_id"u8);
        json.WritePropertyName("reasoning"u8);
        json.WriteRawValue("{\"effort\":null,\"summary\":null}"u8, skipInputValidation: true);
        json.WriteBoolean("store"u8, false);
        json.WriteNull("temperature"u8);
        json.WritePropertyName("text"u8);
        json.WriteRawValue("{\"format\":{\"type\":\"text\"}}"u8, skipInputValidation: true);
        json.WriteString("tool_choice"u8, "auto"u8);
        json.WriteStartArray("tools"u8);
        json.WriteEndArray();
        json.WriteNull("top_p"u8);
        json.WriteString("truncation"u8, "disabled"u8);
        if (usage is not null)
        {
            ResponsesUsageWriter.Write(json, usage);
        }

        json.WriteStartObject("metadata"u8);
        json.WriteEndObject();
        json.WriteEndObject();
    }
}
