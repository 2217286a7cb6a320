using System.Buffers;
using System.Text;
using System.Text.Json;
using RouterMaestro.Domain;
using RouterMaestro.Domain.Chat;
using RouterMaestro.Protocols.Abstractions;
using RouterMaestro.Protocols.Json;

namespace RouterMaestro.Protocols.Tests.Schemas;

/// <summary>Checks the documents of a protocol that one codec writes.</summary>
internal sealed class WrittenResponses(IInboundCodec codec, FaultReport report, ProtocolSchemas? schemas = null)
{
    private readonly ProtocolSchemas _schemas = schemas ?? ProtocolSchemas.Of(codec.Protocol);

    /// <summary>Writes a whole answer and checks it.</summary>
    public void CheckWhole(ChatResponse response, EquatableArray<Tool> tools, string origin) =>
        report.Check(_schemas.Response, Json(json => codec.WriteResponse(json, response, Options(tools), new LossSink())), origin);

    /// <summary>Writes a stream and checks each of its events.</summary>
    public void CheckStream(IEnumerable<ChatEvent> events, EquatableArray<Tool> tools, string origin)
    {
        var output = new ArrayBufferWriter<byte>();
        var encoder = codec.CreateEncoder(Options(tools));
        encoder.Output = output;
        foreach (var chatEvent in events)
        {
            encoder.Write(chatEvent);
        }

        CheckFrames(output.WrittenSpan, origin);
    }

    /// <summary>Checks each event of a stream.</summary>
    public void CheckFrames(ReadOnlySpan<byte> stream, string origin)
    {
        foreach (var frame in SseFrames.Read(stream, int.MaxValue / 2).Frames.Where(f => f.DataOffset != 0 && f.Data != "[DONE]"))
        {
            var data = Encoding.UTF8.GetBytes(frame.Data);
            report.Check(IsError(data) ? _schemas.ErrorEvent : _schemas.Event, data, origin);
        }
    }

    /// <summary>Checks the body of an error.</summary>
    public void CheckError(ReadOnlyMemory<byte> body, string origin) => report.Check(_schemas.Error, body, origin);

    public static byte[] Json(Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, WireJson.WriterOptions))
        {
            write(json);
        }

        return buffer.WrittenSpan.ToArray();
    }

    // an error in a stream has the shape of the error's body, or is an event of its own type
    private static bool IsError(byte[] data)
    {
        using var document = JsonDocument.Parse(data);
        return document.RootElement.TryGetProperty("type", out var type)
            ? type.GetString() == "error"
            : document.RootElement.TryGetProperty("error", out _);
    }

    private static ResponseOptions Options(EquatableArray<Tool> tools) =>
        new(new("0123456789abcdef0123456789abcdef", "openai/gpt-x", 1_790_000_000)) { ShowReasoning = true, IncludeUsage = true, Tools = tools };
}
