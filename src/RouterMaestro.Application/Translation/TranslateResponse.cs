using FluentValidation;
using MediatR;
using RouterMaestro.Application.Messaging;
using RouterMaestro.Domain.Failures;
using RouterMaestro.Domain.Protocols;
using RouterMaestro.Protocols.Abstractions;

namespace RouterMaestro.Application.Translation;

/// <summary>
/// Translates the response of a provider into another protocol, as the gateway does for a caller of that protocol: a complete response,
/// or the whole recording of a stream (server-sent events). No provider is asked. Send it through <c>IMediator</c>; a body that is not
/// valid, or that is a provider's error, is a <see cref="RouterException"/>.
/// </summary>
/// <param name="From">The protocol of the body.</param>
/// <param name="To">The protocol of the result. Where it is the same, the result has the same bytes.</param>
/// <param name="Body">The body, UTF-8; a stream if it begins as one. The result may refer to its bytes.</param>
/// <remarks>
/// A stream that breaks off after its first content is translated up to there, and the result ends with the error frame of its protocol.
/// </remarks>
public sealed record TranslateResponse(WireProtocol From, WireProtocol To, ReadOnlyMemory<byte> Body)
    : IRequest<TranslatedBody>, IRouterMaestroRequest, ITranslation
{
    /// <summary>The maximum size of a body, in bytes.</summary>
    public const int MaxBytes = 64 * 1024 * 1024;

    /// <summary>The minimum number of hexadecimal digits of <see cref="Id"/>.</summary>
    public const int MinIdDigits = 24;

    /// <summary>
    /// Gets the request that is answered, in the protocol <see cref="To"/>, as its caller wrote it: with it, tools get back the names and
    /// forms that the caller knows, and usage and reasoning are written if the caller asked for them. Empty if it is not known; then
    /// both are written.
    /// </summary>
    public ReadOnlyMemory<byte> Request { get; init; }

    /// <summary>
    /// Gets the model of the result; null for the one that the body names. Written <c>provider/model-id</c>, it also marks reasoning
    /// signatures with the provider that accepts them again. Not used where both protocols are the same.
    /// </summary>
    public string? Model { get; init; }

    /// <summary>Gets the hexadecimal digits from which the ids of the result are made, 24 at least; null to derive them from the body.</summary>
    public string? Id { get; init; }
}

internal sealed class TranslateResponseValidator : TranslationValidator<TranslateResponse>
{
    public TranslateResponseValidator(CodecRegistry codecs)
        : base(codecs.Outbound.Select(c => c.Protocol), codecs.Inbound.Select(c => c.Protocol), TranslateResponse.MaxBytes)
    {
        RuleFor(r => r.Request).Must(body => body.Length <= TranslateRequest.MaxBytes).WithState(_ => TooLarge("request", TranslateRequest.MaxBytes));
        RuleFor(r => r.Model).Must(model => model is null || !string.IsNullOrWhiteSpace(model))
            .OverridePropertyName("model").WithMessage("'model' must be a non-empty string");
        RuleFor(r => r.Id).Must(id => id is null || (id.Length >= TranslateResponse.MinIdDigits && id.All(char.IsAsciiHexDigit)))
            .OverridePropertyName("id").WithMessage($"'id' must have {TranslateResponse.MinIdDigits} hexadecimal digits or more");
    }
}

internal sealed class TranslateResponseHandler(CodecRegistry codecs, TimeProvider clock) : IRequestHandler<TranslateResponse, TranslatedBody>
{
    public Task<TranslatedBody> Handle(TranslateResponse request, CancellationToken cancellationToken)
    {
        var writing = new ResponseWriting(request, codecs, clock);
        var provider = codecs.OutboundFor(request.From);
        var result = EventStreams.IsOne(request.Body.Span)
            ? new StreamTranslation(request, provider, writing).Run()
            : Document(request, provider, writing);
        return Task.FromResult(request.From == request.To ? result with { Body = request.Body, Losses = [] } : result);
    }

    private static TranslatedBody Document(TranslateResponse request, IOutboundCodec provider, ResponseWriting writing)
    {
        var reading = provider.ReadResponse(request.Body);
        if (reading.Failure is { } failure)
        {
            throw new RouterException(TranslationErrors.OfDocument(failure, request.From, request.Body.Span));
        }

        writing.Losses.AddAll(reading.Losses);
        return writing.Write(reading.Response!);
    }
}
