using System.Buffers;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using RouterMaestro.Application.DependencyInjection;
using RouterMaestro.Domain.Chat;
using RouterMaestro.Domain.Models;
using RouterMaestro.Domain.Protocols;
using RouterMaestro.Protocols.Abstractions;
using RouterMaestro.Protocols.Json;

namespace RouterMaestro.Benchmarks;

/// <summary>The conversations that are measured, in every protocol that has a codec.</summary>
internal static class Samples
{
    public const int SmallSize = 1024;
    public const int LargeSize = 48 * 1024;

    private const string Prose =
        "The second test fails because \"path\" is C:\\work\\app; see line 42.\nRead src/app.ts first, then mend it. Grüße – à bientôt. ";

    public static CodecRegistry Codecs { get; } =
        new ServiceCollection().AddRouterMaestroCore().Services.BuildServiceProvider().GetRequiredService<CodecRegistry>();

    /// <summary>Gets the names of the protocols.</summary>
    public static IEnumerable<string> Protocols => Codecs.Inbound.Select(c => c.Protocol.Name);

    public static ResponseOptions Options { get; } =
        new(new ResponseIdentity("0123456789abcdef0123456789abcdef", "p/model-x", 1_790_000_000)) { IncludeUsage = true };

    public static RequestTarget Target { get; } = new(new ModelRef("p", "model-x"), "\"model-x\""u8.ToArray(), ModelLimits.Unknown);

    /// <summary>Makes a request of about some bytes: a question, or for large ones an agent's session with tools.</summary>
    public static byte[] Request(string protocol, int size)
    {
        var chat = ChatRequests.Make(size, Text);
        if (protocol == WireProtocol.OpenAIChat.Name)
        {
            return chat;
        }

        var request = Inbound(WireProtocol.OpenAIChat.Name).ReadRequest(chat, RequestHints.None, new LossSink());
        return Write(json => Outbound(protocol).WriteRequest(json, request, Target, new LossSink()));
    }

    /// <summary>Makes the events of an answer.</summary>
    public static List<ChatEvent> Events(int pieces) =>
    [
        new ChatEvent.Started("up_1", "model-x", 1_790_000_000, null),
        new ChatEvent.PartStarted(0, PartKind.Text),
        .. Enumerable.Range(0, pieces).Select(i => new ChatEvent.PartDelta(0, i % 8 == 0 ? "a \"quoted\" word\n" : "some words more ")),
        new ChatEvent.PartEnded(0),
        new ChatEvent.Completed(FinishReason.Stop, new TokenUsage(120, 0, 0, pieces, 0)),
    ];

    /// <summary>Makes the stream of an answer.</summary>
    public static byte[] Stream(string protocol, int pieces)
    {
        var output = new ArrayBufferWriter<byte>();
        var encoder = Inbound(protocol).CreateEncoder(Options);
        encoder.Output = output;
        foreach (var chatEvent in Events(pieces))
        {
            encoder.Write(chatEvent);
        }

        return output.WrittenSpan.ToArray();
    }

    /// <summary>Makes a whole answer.</summary>
    public static byte[] Response(string protocol)
    {
        var response = new ChatResponse([new TextPart(Text(SmallSize))], FinishReason.Stop, new TokenUsage(120, 0, 0, 250, 0));
        return Write(json => Inbound(protocol).WriteResponse(json, response, Options, new LossSink()));
    }

    public static IInboundCodec Inbound(string protocol) => Codecs.InboundFor(WireProtocol.Find(protocol)!);

    public static IOutboundCodec Outbound(string protocol) => Codecs.OutboundFor(WireProtocol.Find(protocol)!);

    private static string Text(int length) => string.Concat(Enumerable.Repeat(Prose, (length / Prose.Length) + 1))[..length];

    private static byte[] Write(Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, WireJson.WriterOptions))
        {
            write(json);
        }

        return buffer.WrittenSpan.ToArray();
    }
}
