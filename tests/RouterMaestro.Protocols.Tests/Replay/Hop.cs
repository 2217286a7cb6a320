using System.Buffers;
using System.Security.Cryptography;
using System.Text.Json;
using RouterMaestro.Domain;
using RouterMaestro.Domain.Chat;
using RouterMaestro.Domain.Failures;
using RouterMaestro.Domain.Models;
using RouterMaestro.Domain.Models.Facts;
using RouterMaestro.Domain.Protocols;
using RouterMaestro.Protocols.Abstractions;
using RouterMaestro.Protocols.Abstractions.Servers;
using RouterMaestro.Protocols.Json;
using RouterMaestro.Protocols.Tests.Laws;
using RouterMaestro.Protocols.Tools;

namespace RouterMaestro.Protocols.Tests.Replay;

/// <summary>A direction: the protocols of caller and provider.</summary>
internal sealed record Hop(WireProtocol Caller, WireProtocol Provider)
{
    private static readonly Dictionary<WireProtocol, string> _models = new()
    {
        [WireProtocol.OpenAIChat] = "gpt-5.5",
        [WireProtocol.OpenAIResponses] = "gpt-5.5",
        [WireProtocol.AnthropicMessages] = "claude-sonnet-4-5",
    };

    /// <summary>Gets the nine directions.</summary>
    public static IReadOnlyList<Hop> All { get; } = [.. WireProtocol.All.SelectMany(caller => WireProtocol.All.Select(provider => new Hop(caller, provider)))];

    /// <summary>Gets a value indicating whether the direction is passthrough.</summary>
    public bool IsPassthrough => Caller == Provider;

    private string Model => $"provider/{_models[Provider]}";

    private IInboundCodec Inbound => LawCodec.Get(Caller.Name).Inbound;

    private IOutboundCodec Outbound => LawCodec.Get(Provider.Name).Outbound;

    public ChatRequest Read(byte[] request, LossSink losses)
    {
        var facts = Inbound.ReadFacts(request, RequestHints.None);
        return facts.Error is { } error ? throw new RouterException(error) : Inbound.ReadRequest(request, RequestHints.None, losses);
    }

    /// <summary>Translates a caller's request for the provider.</summary>
    public byte[] Forward(byte[] request, LossSink losses, bool isOpenAIItself = false) => Write(Read(request, losses), losses, isOpenAIItself);

    public byte[] Write(ChatRequest request, LossSink losses, bool isOpenAIItself = false) =>
        Write(json => Outbound.WriteRequest(json, request, TargetOf(isOpenAIItself, ModelFor(request.Sampling)), losses));

    /// <summary>Applies the declared edits of passthrough to a request.</summary>
    public byte[] PassRequest(byte[] request) => EditedBody.Rewrite(Inbound, Outbound, request, TargetOf(isOpenAIItself: true));

    /// <summary>Reads a provider's response as events.</summary>
    public IReadOnlyList<ChatEvent> Decode(byte[] response, bool isStream, LossSink? losses = null)
    {
        // what stands between decoder and encoder in the gateway
        var calls = new ResponseCalls(losses ?? new(), () => Convert.ToHexStringLower(SHA256.HashData(response)));
        if (isStream)
        {
            var list = new EventList();
            LawCodec.Get(Provider.Name).Decode(response, new CallEvents(calls, list), int.MaxValue / 2);
            return list.Events;
        }

        var reading = Outbound.ReadResponse(response);
        losses?.AddAll(reading.Losses);
        return reading.Response is { } whole ? [.. ChatResponseEvents.Of(calls.Apply(whole))] : [new ChatEvent.Failed(reading.Failure!)];
    }

    /// <summary>Writes a response for the caller as a stream.</summary>
    public byte[] Stream(IEnumerable<ChatEvent> events, EquatableArray<Tool> tools)
    {
        var output = new ArrayBufferWriter<byte>();
        var encoder = Inbound.CreateEncoder(OptionsFor(tools));
        encoder.Output = output;
        foreach (var chatEvent in events)
        {
            encoder.Write(chatEvent);
        }

        return output.WrittenSpan.ToArray();
    }

    /// <summary>Writes a buffered response or an error for the caller.</summary>
    public byte[] Whole(IEnumerable<ChatEvent> events, EquatableArray<Tool> tools, LossSink losses)
    {
        var builder = new ChatResponseBuilder();
        events.ToList().ForEach(e => builder.Write(e));
        return builder.Failure is { } failure
            ? Inbound.WriteError(RouterError.From(failure)).Body.ToArray()
            : Write(json => Inbound.WriteResponse(json, builder.Build(), OptionsFor(tools), losses));
    }

    /// <summary>Fails unless a stream to the caller is well formed.</summary>
    public void CheckForm(byte[] stream)
    {
        var frames = SseFrames.Read(stream, int.MaxValue / 2).Frames.Where(f => f.DataOffset != 0).Select(f => (f.Event, f.Data)).ToList();
        LawCodec.Get(Caller.Name).Speech.AssertWellFormed(frames);
    }

    public override string ToString() => $"{Caller}→{Provider}";

    // models that reason refuse to be sampled otherwise, which is about them and not about the direction
    private string ModelFor(Sampling sampling) =>
        Provider != WireProtocol.AnthropicMessages && (sampling with { MaxTokens = null, Seed = null }) != new Sampling() ? "gpt-4.1" : _models[Provider];

    private RequestTarget TargetOf(bool isOpenAIItself, string? model = null)
    {
        model ??= _models[Provider];
        return new(new ModelRef("provider", model), JsonSerializer.SerializeToUtf8Bytes(model), ModelLimits.Unknown)
        {
            IsOpenAIItself = isOpenAIItself,
            Facts = ModelFacts.Of(model, isOpenAIItself ? "openai" : null),
            Server = isOpenAIItself ? ServerFacts.OpenAI : TestServers.AsWritten,
        };
    }

    private ResponseOptions OptionsFor(EquatableArray<Tool> tools) =>
        new(new("0123456789abcdef0123456789abcdef", Model, 1_790_000_000)) { ShowReasoning = true, IncludeUsage = true, Tools = tools };

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
