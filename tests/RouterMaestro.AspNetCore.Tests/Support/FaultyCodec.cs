using System.Buffers;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using RouterMaestro.Application.DependencyInjection;
using RouterMaestro.Domain.Chat;
using RouterMaestro.Domain.Failures;
using RouterMaestro.Domain.Protocols;
using RouterMaestro.Protocols.Abstractions;
using RouterMaestro.Protocols.Errors;

namespace RouterMaestro.AspNetCore.Tests.Support;

/// <summary>Where a <see cref="FaultyCodec"/> throws.</summary>
public sealed class CodecFaults
{
    /// <summary>The words of the exception, which no caller may see.</summary>
    public const string Words = "a fault within the codec";

    /// <summary>Gets or sets the number of events after which the encoder of a stream throws.</summary>
    public int EventsBefore { get; set; } = int.MaxValue;

    /// <summary>Gets or sets the number of bytes of a frame that are written before the encoder throws.</summary>
    public int BytesBefore { get; set; }

    /// <summary>Gets or sets a value indicating whether whole responses throw, in the middle.</summary>
    public bool Whole { get; set; }

    /// <summary>Gets or sets a value indicating whether errors throw.</summary>
    public bool Errors { get; set; }

    /// <summary>Gets or sets a value indicating whether requests throw when they are read for translation, after the time of some keepalives.</summary>
    public bool Requests { get; set; }

    /// <summary>Gets or sets what the encoder of a stream waits for at its first event.</summary>
    public ManualResetEventSlim? Hang { get; set; }

    /// <summary>Puts the faults between a gateway and all of its codecs for callers.</summary>
    public void Add(IRouterMaestroBuilder builder)
    {
        foreach (var codec in builder.Services.Where(s => s.ServiceType == typeof(IInboundCodec)).ToArray())
        {
            builder.Services.Remove(codec);
            builder.Services.AddSingleton<IInboundCodec>(
                services => new FaultyCodec((IInboundCodec)ActivatorUtilities.CreateInstance(services, codec.ImplementationType!), this));
        }
    }
}

/// <summary>A codec for callers that throws where it is told to.</summary>
internal sealed class FaultyCodec(IInboundCodec codec, CodecFaults faults) : IInboundCodec
{
    public WireProtocol Protocol => codec.Protocol;

    public ProtocolDescription Description => codec.Description;

    public ReadOnlyMemory<byte> Keepalive => codec.Keepalive;

    public bool AbortsAfterStreamError => codec.AbortsAfterStreamError;

    public FactsReading ReadFacts(ReadOnlySpan<byte> body, RequestHints hints) => codec.ReadFacts(body, hints);

    public ChatRequest ReadRequest(ReadOnlyMemory<byte> body, RequestHints hints, LossSink losses)
    {
        if (faults.Requests)
        {
            Thread.Sleep(TimeSpan.FromSeconds(1));
            throw new InvalidDataException(CodecFaults.Words);
        }

        return codec.ReadRequest(body, hints, losses);
    }

    public void WriteResponse(Utf8JsonWriter json, ChatResponse response, ResponseOptions options, LossSink losses)
    {
        if (faults.Whole)
        {
            json.WriteStartObject();
            json.Flush();
            throw new InvalidOperationException(CodecFaults.Words);
        }

        codec.WriteResponse(json, response, options, losses);
    }

    public IStreamEncoder CreateEncoder(ResponseOptions options) => new Encoder(codec.CreateEncoder(options), faults);

    public WireError WriteError(RouterError error) => faults.Errors ? throw new InvalidOperationException(CodecFaults.Words) : codec.WriteError(error);

    public ReadOnlyMemory<byte> WriteStreamError(RouterError error, StreamPlace place) =>
        faults.Errors ? throw new InvalidOperationException(CodecFaults.Words) : codec.WriteStreamError(error, place);

    private sealed class Encoder(IStreamEncoder encoder, CodecFaults faults) : IStreamEncoder
    {
        private int _events;

        public IBufferWriter<byte> Output
        {
            get => encoder.Output;
            set => encoder.Output = value;
        }

        public void Write(in ChatEventSpan span)
        {
            faults.Hang?.Wait(TimeSpan.FromSeconds(20));
            if (_events++ >= faults.EventsBefore)
            {
                Output.Write(new byte[faults.BytesBefore].AsSpan());
                throw new InvalidOperationException(CodecFaults.Words);
            }

            encoder.Write(span);
        }
    }
}
