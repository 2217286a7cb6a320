using System.Buffers;
using System.Security.Cryptography;
using System.Text.Json;
using RouterMaestro.Domain.Chat;
using RouterMaestro.Domain.Failures;
using RouterMaestro.Domain.Models;
using RouterMaestro.Protocols.Abstractions;
using RouterMaestro.Protocols.Json;
using RouterMaestro.Protocols.Tools;

namespace RouterMaestro.Application.Translation;

/// <summary>Writes one response in the protocol of the caller.</summary>
internal sealed class ResponseWriting
{
    private const string UnknownModel = "unknown";

    private readonly TranslateResponse _translation;
    private readonly IInboundCodec _caller;
    private readonly TimeProvider _clock;
    private readonly Func<string, bool> _hidesReasoning;
    private readonly ChatRequest? _request;
    private readonly ResponseOptions _options;

    public ResponseWriting(TranslateResponse translation, CodecRegistry codecs, TimeProvider clock)
    {
        (_translation, _clock) = (translation, clock);
        _caller = codecs.InboundFor(translation.To);
        _hidesReasoning = codecs.DescriptionOf(translation.From).HidesReasoning;
        _options = new ResponseOptions(new ResponseIdentity("", UnknownModel, 0)) { IncludeUsage = true, ShowReasoning = true };
        if (!translation.Request.IsEmpty)
        {
            (_request, _options) = ReadRequest(_options);
        }

        var (request, names) = _request is null || translation.From == translation.To ? (_request, null) : ToolNames.Fit(_request, codecs.DescriptionOf(translation.From));
        Calls = new(Losses, IdOf) { Request = request, Names = names, Caller = _caller.Description };
    }

    /// <summary>Gets what the request says about the calls of the response.</summary>
    public ResponseCalls Calls { get; }

    /// <summary>Gets the fields of the response that are lost.</summary>
    public LossSink Losses { get; } = new();

    /// <summary>Writes a complete response.</summary>
    public TranslatedBody Write(ChatResponse response)
    {
        var body = new ArrayBufferWriter<byte>(Math.Max(4096, _translation.Body.Length));
        using (var json = new Utf8JsonWriter(body, WireJson.WriterOptions))
        {
            _caller.WriteResponse(json, Calls.Apply(response), OptionsFor(response.Model, response.Created), Losses);
        }

        return new TranslatedBody(body.WrittenMemory, Losses.Fields, TranslatedBody.Json);
    }

    /// <summary>Creates the encoder of a streamed response.</summary>
    /// <param name="started">The start of the stream; null if it has none.</param>
    public IStreamEncoder CreateEncoder(ChatEvent.Started? started) => _caller.CreateEncoder(OptionsFor(started?.Model, started?.Created));

    private ResponseOptions OptionsFor(string? model, long? created)
    {
        var name = _translation.Model ?? model ?? _request?.Model ?? UnknownModel;
        return _options with
        {
            Identity = new ResponseIdentity(IdOf(), name, created ?? _clock.GetUtcNow().ToUnixTimeSeconds()),

            // an empty reasoning block is for callers that are known to expect one
            HidesReasoning = _request is not null && _hidesReasoning(ModelRef.TryParse(name, out var qualified) ? qualified.Id : name),
        };
    }

    private string IdOf() => _translation.Id ?? Convert.ToHexStringLower(SHA256.HashData(_translation.Body.Span).AsSpan(0, 16));

    private (ChatRequest Request, ResponseOptions Options) ReadRequest(ResponseOptions options)
    {
        var reading = _caller.ReadFacts(_translation.Request.Span, RequestHints.None);
        if (reading.Error is { } error)
        {
            throw new RouterException(TranslationErrors.OfRequest(error));
        }

        try
        {
            var request = _caller.ReadRequest(_translation.Request, RequestHints.None, new LossSink());
            return (request, options with { IncludeUsage = reading.Facts!.WantsUsage, ShowReasoning = reading.Facts.WantsReasoning, Tools = request.Tools });
        }
        catch (RouterException exception)
        {
            throw new RouterException(TranslationErrors.OfRequest(exception.Error), exception);
        }
    }
}
