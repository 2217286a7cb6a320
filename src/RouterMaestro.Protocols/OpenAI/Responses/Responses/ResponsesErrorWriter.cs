using System.Buffers;
using System.Text.Json;
using RouterMaestro.Domain.Failures;
using RouterMaestro.Domain.Protocols;
using RouterMaestro.Protocols.Abstractions;
using RouterMaestro.Protocols.Errors;
using RouterMaestro.Protocols.Json;
using RouterMaestro.Protocols.OpenAI.Shared;

namespace RouterMaestro.Protocols.OpenAI.Responses.Responses;

/// <summary>Writes errors for callers: the document of a status, and the event that ends a stream.</summary>
internal static class ResponsesErrorWriter
{
    /// <summary>Writes an error: as a document, and as the frame that ends an open stream without a known response id.</summary>
    public static WireError Write(RouterError error) =>
        new(OpenAIErrorEnvelope.StatusOf(error), OpenAIErrorEnvelope.Write(error, WireProtocol.OpenAIResponses), WriteFrame(error, default));

    /// <summary>Writes the frame that ends a stream.</summary>
    /// <param name="error">The error.</param>
    /// <param name="place">The id of the response and the number of the next frame.</param>
    public static ReadOnlyMemory<byte> WriteFrame(RouterError error, StreamPlace place)
    {
        var identity = new ResponseIdentity(error.RequestId ?? "", error.Model?.QualifiedId ?? "", 0) { Given = place.ResponseId };
        var frame = new ArrayBufferWriter<byte>(512);
        frame.Write("event: response.failed\ndata: "u8);
        using (var json = new Utf8JsonWriter(frame, JsonWriting.Options))
        {
            json.WriteStartObject();
            json.WriteString("type"u8, "response.failed"u8);
            json.WriteNumber("sequence_number"u8, place.Number);
            json.WritePropertyName("response"u8);
            ResponsesObjectWriter.WriteFailed(json, identity, error, []);
            json.WriteEndObject();
        }

        frame.Write("\n\n"u8);
        return frame.WrittenMemory;
    }
}
