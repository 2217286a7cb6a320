using System.Buffers;
using System.Text;
using System.Text.Json;
using RouterMaestro.Domain;
using RouterMaestro.Domain.Failures;
using RouterMaestro.Protocols.Errors;

namespace RouterMaestro.AspNetCore.Tests.Protocols.Toy;

/// <summary>Reads and writes errors of the toy protocol.</summary>
public static class ToyError
{
    public static WireError Write(RouterError error)
    {
        // callers of the provider's own protocol get the provider's document
        var body = error.Upstream is { Body: { } own } upstream && upstream.Protocol == ToyDescription.Protocol ? own.Utf8 : Document(error);
        return new(error.Status, body, (byte[])[.. "data: "u8, .. body.Span, .. "\n\n"u8]);
    }

    public static UpstreamFailure Read(int status, ReadOnlySpan<byte> body)
    {
        var kind = status switch
        {
            401 or 403 => FailureKind.Credential,
            404 => FailureKind.NotFound,
            429 => FailureKind.RateLimited,
            >= 500 => FailureKind.ServerError,
            _ => FailureKind.InvalidRequest,
        };
        var utf8 = body.ToArray();
        try
        {
            using var document = JsonDocument.Parse(utf8);
            if (Find(document.RootElement) is { } failure)
            {
                return failure with { Kind = kind, Status = status, Protocol = ToyDescription.Protocol, Body = new RawJson(utf8) };
            }
        }
        catch (JsonException)
        {
            // a proxy in front of the toys answers in HTML
        }

        return new UpstreamFailure(kind, Encoding.UTF8.GetString(utf8)) { Status = status };
    }

    /// <summary>Finds the error in a document or frame; null if there is none.</summary>
    public static UpstreamFailure? Find(JsonElement root) => root.ValueKind == JsonValueKind.Object && root.TryGetProperty("oops", out var oops)
        ? new(FailureKind.ServerError, oops.GetProperty("text").GetString()!) { Code = oops.GetProperty("code").GetString() }
        : null;

    private static ReadOnlyMemory<byte> Document(RouterError error)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteStartObject("oops");
            json.WriteString("code", error.Code ?? error.Kind.ToString().ToLowerInvariant());
            json.WriteString("text", error.Message);
            json.WriteEndObject();
            json.WriteEndObject();
        }

        return buffer.WrittenMemory;
    }
}
