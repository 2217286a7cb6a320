using System.Buffers;
using System.Text;
using System.Text.Json;
using RouterMaestro.Application.Protocols;
using RouterMaestro.Application.Protocols.Json;
using RouterMaestro.Domain.Models;

namespace RouterMaestro.Application.Tests.Protocols.Anthropic;

/// <summary>What the tests of the Anthropic codec share.</summary>
internal static class AnthropicTesting
{
    public static AnswerOptions Options { get; } =
        new(new AnswerIdentity("0123456789abcdef0123456789abcdef", "openai/gpt-x", 1_790_000_000)) { ShowReasoning = true };

    public static RequestTarget Target(ModelLimits? limits = null, string model = "claude-x") =>
        new(new ModelRef("anthropic", model), Encoding.UTF8.GetBytes($"\"{model}\""), limits ?? ModelLimits.Unknown);

    public static IReadOnlyList<(string Event, string Data)> Frames(ReadOnlySpan<byte> stream)
    {
        var reader = new SseFrameReader();
        List<(string, string)> frames = [];
        while (!stream.IsEmpty && reader.TryRead(stream, isFinal: true, out var frame))
        {
            frames.Add((Encoding.UTF8.GetString(frame.EventName), Encoding.UTF8.GetString(frame.Data)));
            stream = stream[frame.Raw.Length..];
        }

        return frames;
    }

    public static string Write(Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, JsonWriting.Options))
        {
            write(json);
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }
}
