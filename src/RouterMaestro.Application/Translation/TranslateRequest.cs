using System.Buffers;
using System.Text.Json;
using FluentValidation;
using MediatR;
using RouterMaestro.Application.Messaging;
using RouterMaestro.Domain;
using RouterMaestro.Domain.Failures;
using RouterMaestro.Domain.Models;
using RouterMaestro.Domain.Models.Facts;
using RouterMaestro.Domain.Protocols;
using RouterMaestro.Domain.Routing.Settings;
using RouterMaestro.Protocols.Abstractions;
using RouterMaestro.Protocols.Json;
using RouterMaestro.Protocols.Passthrough;
using RouterMaestro.Protocols.Tools;

namespace RouterMaestro.Application.Translation;

/// <summary>
/// Translates the body of a chat request into another protocol, as the gateway does for a provider of that protocol. No provider is
/// asked. Send it through <c>IMediator</c>; a body that is not valid is a <see cref="RouterException"/>.
/// </summary>
/// <param name="From">The protocol of the body.</param>
/// <param name="To">The protocol of the result. Where it is the same, the result has the same bytes.</param>
/// <param name="Body">The body, UTF-8; the result may refer to its bytes.</param>
public sealed record TranslateRequest(WireProtocol From, WireProtocol To, ReadOnlyMemory<byte> Body)
    : IRequest<TranslatedBody>, IRouterMaestroRequest, ITranslation
{
    /// <summary>The maximum size of a body, in bytes.</summary>
    public const int MaxBytes = 32 * 1024 * 1024;

    /// <summary>Gets the model of the result; null for the one that the body names.</summary>
    public string? Model { get; init; }

    /// <summary>Gets the reasoning settings that apply where the body has none; null to use only those of the body.</summary>
    public ReasoningDefaults? Reasoning { get; init; }

    /// <summary>Gets the token limits of the model, to which the result is fitted.</summary>
    public ModelLimits Limits { get; init; } = ModelLimits.Unknown;
}

internal sealed class TranslateRequestValidator : TranslationValidator<TranslateRequest>
{
    public TranslateRequestValidator(CodecRegistry codecs)
        : base(codecs.Inbound.Select(c => c.Protocol), codecs.Outbound.Select(c => c.Protocol), TranslateRequest.MaxBytes)
    {
        RuleFor(r => r.Model).Must(model => model is null || !string.IsNullOrWhiteSpace(model))
            .OverridePropertyName("model").WithMessage("'model' must be a non-empty string");
        RuleFor(r => r.Limits).Must(limits => limits is { MaxOutputTokens: null or > 0 })
            .OverridePropertyName("limits").WithMessage("'limits' must be given, with a positive number of output tokens or none");
    }
}

internal sealed class TranslateRequestHandler(CodecRegistry codecs) : IRequestHandler<TranslateRequest, TranslatedBody>
{
    public Task<TranslatedBody> Handle(TranslateRequest request, CancellationToken cancellationToken)
    {
        var caller = codecs.InboundFor(request.From);
        var reading = caller.ReadFacts(request.Body.Span, new RequestHints(request.Model));
        if (reading.Error is { } error)
        {
            throw new RouterException(error);
        }

        return Task.FromResult(request.From == request.To
            ? new TranslatedBody(request.Model is { } model && reading.Map.FirstMember > 0 ? WithModel(request.Body, reading.Map, model) : request.Body, [], TranslatedBody.Json)
            : Translate(request, caller, codecs.OutboundFor(request.To)));
    }

    private static TranslatedBody Translate(TranslateRequest request, IInboundCodec caller, IOutboundCodec provider)
    {
        var losses = new LossSink();
        var read = caller.ReadRequest(request.Body, new RequestHints(request.Model), losses);
        var (fitted, _) = ToolNames.Fit(CallIds.MakeUnique(read), provider.Description);
        var model = ModelRef.TryParse(fitted.Model, out var qualified) ? qualified : new ModelRef("", fitted.Model);
        var target = new RequestTarget(model, JsonText.FromString(fitted.Model).Quoted, request.Limits) { Reasoning = request.Reasoning, Facts = ModelFacts.Of(model.Id) };
        var body = new ArrayBufferWriter<byte>(Math.Max(4096, request.Body.Length));
        using (var json = new Utf8JsonWriter(body, WireJson.WriterOptions))
        {
            provider.WriteRequest(json, fitted, target, losses);
        }

        return new TranslatedBody(body.WrittenMemory, losses.Fields, TranslatedBody.Json);
    }

    private static byte[] WithModel(ReadOnlyMemory<byte> body, in BodyMap map, string model)
    {
        var span = body.Span;
        var quoted = JsonText.FromString(model).Quoted.Span;
        return map.Model.IsEmpty
            ? [.. span[..map.FirstMember], .. "\"model\":"u8, .. quoted, .. ","u8, .. span[map.FirstMember..]]
            : [.. span[..map.Model.Start], .. quoted, .. span[map.Model.End..]];
    }
}
