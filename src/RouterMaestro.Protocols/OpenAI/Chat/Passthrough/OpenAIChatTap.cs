using System.Text.Unicode;
using RouterMaestro.Domain;
using RouterMaestro.Domain.Chat;
using RouterMaestro.Domain.Failures;
using RouterMaestro.Protocols.Abstractions;
using RouterMaestro.Protocols.Errors;
using RouterMaestro.Protocols.Json;
using RouterMaestro.Protocols.OpenAI.Chat.Errors;
using RouterMaestro.Protocols.OpenAI.Chat.Wire;
using RouterMaestro.Protocols.OpenAI.Shared;
using RouterMaestro.Protocols.Passthrough;
using RouterMaestro.Protocols.RequestScanning;
using RouterMaestro.Protocols.Streaming;

namespace RouterMaestro.Protocols.OpenAI.Chat.Passthrough;

/// <summary>
/// Observes the chunks of a passthrough stream, and repairs what clients cannot read.
/// </summary>
/// <param name="options">The options.</param>
internal sealed class OpenAIChatTap(PassthroughOptions options) : StreamTap(options)
{
    private readonly ChunkPrefixCache _prefix = new();
    private readonly ChunkShapeCache _shape = new();
    private OpenAIChatRepairs? _repairs;
    private bool _hasLaterChoices;
    private ulong _choices;
    private ulong _ended;

    public override bool IsFinishing => IsWhole && !_hasLaterChoices;

    public override ReadOnlySpan<BodyEdit> Edits => _repairs is null ? default : _repairs.Edits;

    public override EquatableArray<string> Repaired => _repairs?.Names ?? [];

    protected override ReadOnlySpan<byte> Terminal => "data: [DONE]\n\n"u8;

    // with n above 1 each choice has its own end
    protected override bool IsWhole => Finish is not null && (_choices & ~_ended) == 0;

    public override FrameVerdict Inspect(ReadOnlySpan<byte> eventName, ReadOnlySpan<byte> data)
    {
        _repairs?.BeginChunk();
        if (eventName.IsEmpty && _shape.Matches(data) && !MayHaveCallsInText(data))
        {
            _hasLaterChoices |= Finish is not null;
            _choices |= _shape.Choices;
            _shape.Measure(data, Options.Content);
            return Resolve(isContent: true) with { Model = _shape.Model };
        }

        var trimmed = data.Trim(" \t\r\n"u8);
        if (trimmed.IsEmpty)
        {
            return data.IsEmpty ? default : Reject();
        }

        return trimmed.SequenceEqual("[DONE]"u8) ? Terminate() : InspectChunk(eventName, data);
    }

    private FrameVerdict InspectChunk(ReadOnlySpan<byte> eventName, ReadOnlySpan<byte> data)
    {
        var chunk = OpenAIChatFrameMap.Read(data, _prefix);
        if (chunk.HasError || eventName.SequenceEqual("error"u8) || (!chunk.HasChoices && ForeignError.IsIn(eventName, data)) || BaseResponse.IsErrorIn(data))
        {
            return Fail(OpenAIChatErrors.ReadInside(ForeignError.DocumentIn(data)), isWithheld: !OpenAIChatErrors.IsOwnFrame(eventName, data));
        }

        var choices = chunk.HasChoices && !chunk.IsMalformed ? OpenAIChatChoiceScan.Read(data.Slice(chunk.Choices.Start, chunk.Choices.Length), Options.Content) : default;
        if (chunk.IsMalformed || choices.IsMalformed || !Utf8.IsValid(data))
        {
            return Reject();
        }

        if (choices.IsBroken)
        {
            // no client takes a finish reason for an error, so that the gateway sends an error event of its own
            return Fail(OpenAIChatErrors.ReadInside(data), isWithheld: true);
        }

        ReadUsage(chunk, data);
        ReadChoices(chunk, choices, data);
        if (choices.WithContent != 0 && choices.Ended == 0 && choices.Finish is null && chunk.Usage.IsEmpty && !(Options.Rules.MergesChoices && choices.HasLater) && !MayNeedRepair(chunk, choices, data))
        {
            _shape.Learn(data, chunk.Model, choices.WithContent);
        }

        return Resolve(choices.HasContent) with
        {
            Model = chunk.Model,
            IsWithheld = Options.WithholdUsage && !chunk.Usage.IsEmpty && !chunk.HasChoices,
            IsUnknown = !chunk.HasChoices && chunk.Usage.IsEmpty,
        };
    }

    private void ReadUsage(in OpenAIChatFrameMap chunk, ReadOnlySpan<byte> data)
    {
        if (chunk.Usage.IsEmpty)
        {
            return;
        }

        // the tier may stand in the prefix that the chunks share, which the map skips; zeros are provisional, and the counts follow in a later chunk
        var tier = MemberProbe.TryFind(data, "service_tier"u8, out var found) ? ServiceTiers.FromQuoted(data.Slice(found.Place.Start, found.Place.Length)) : null;
        if (OpenAIChatUsage.Read(data.Slice(chunk.Usage.Start, chunk.Usage.Length), tier) is { IsNothing: false } usage)
        {
            Usage = usage;
        }

        if (Options.Repair && OpenAIChatRepairs.MayHaveFractions(data, chunk.Usage))
        {
            Repairs.RepairUsage(data, chunk.Usage);
        }
    }

    private OpenAIChatRepairs Repairs => _repairs ??= new(isStream: true, Options.Rules.MergesChoices);

    private bool MayHaveCallsInText(ReadOnlySpan<byte> choices) =>
        Options is { Repair: true, Rules.HasCallsInText: true } && (_repairs?.MayHaveCallsInText(choices) ?? OpenAIChatTaggedText.MayHold(choices));

    private bool MayNeedRepair(in OpenAIChatFrameMap chunk, in OpenAIChatChoiceScan choices, ReadOnlySpan<byte> data) =>
        Options.Repair && (choices.HasOddFinish || (Options.Rules.MergesChoices && choices.Finish == FinishReason.Stop && _repairs is { HasCalls: true }) || OpenAIChatRepairs.MayHaveCalls(data.Slice(chunk.Choices.Start, chunk.Choices.Length)));

    private void ReadChoices(in OpenAIChatFrameMap chunk, in OpenAIChatChoiceScan choices, ReadOnlySpan<byte> data)
    {
        if (!chunk.HasChoices)
        {
            return;
        }

        // with n above 1 a choice may end long before the others
        _hasLaterChoices |= Finish is not null;
        Finish ??= choices.Finish;
        _choices |= choices.WithContent;
        _ended |= choices.Ended;
        if (Options is { Repair: true, Rules.MergesChoices: true } && choices.HasLater)
        {
            Repairs.MergeChoices(data, chunk.Choices);
        }
        else if (MayHaveCallsInText(data.Slice(chunk.Choices.Start, chunk.Choices.Length)))
        {
            Repairs.ExtractCalls(data, chunk.Choices);
        }
        else if (MayNeedRepair(chunk, choices, data))
        {
            Repairs.RepairChoices(data, chunk.Choices);
        }
    }
}

/// <summary>Reads a passthrough response that is not streamed.</summary>
internal static class OpenAIChatPassthrough
{
    public static PassthroughReading Read(ReadOnlySpan<byte> body, PassthroughOptions options)
    {
        var map = OpenAIChatFrameMap.Read(body);
        if (map.IsMalformed || map.HasError || !map.HasChoices || BaseResponse.IsErrorIn(body))
        {
            return new() { Failure = Explain(map, body), Usage = map.IsMalformed ? null : UsageOf(map, body) };
        }

        var choices = OpenAIChatChoiceScan.Read(body.Slice(map.Choices.Start, map.Choices.Length));
        if (choices.IsBroken)
        {
            return new() { Failure = OpenAIChatErrors.ReadInside(body) };
        }

        var repairs = options.Repair ? OpenAIChatRepairs.OfDocument(body, map, choices, options.Rules.MergesChoices) : null;
        return new()
        {
            Model = map.Model,
            Edits = repairs is null ? default : repairs.Edits.ToArray(),
            Repaired = repairs?.Names ?? [],
            Usage = UsageOf(map, body),
            Finish = choices.Finish,
        };
    }

    private static TokenUsage? UsageOf(in OpenAIChatFrameMap map, ReadOnlySpan<byte> body) =>
        map.Usage.IsEmpty ? null : OpenAIChatUsage.Read(body.Slice(map.Usage.Start, map.Usage.Length), ServiceTiers.FromQuoted(body.Slice(map.ServiceTier.Start, map.ServiceTier.Length)));

    /// <summary>Returns the failure of a body that is not a valid response.</summary>
    private static UpstreamFailure Explain(in OpenAIChatFrameMap map, ReadOnlySpan<byte> body)
    {
        if (body.Trim(" \t\r\n"u8).IsEmpty)
        {
            return new(FailureKind.Empty, "The provider's answer is empty.");
        }

        return map.IsMalformed ? UpstreamText.OfUnreadable(body)
            : map.HasError || OpenAIErrorDocument.Read(body) is not null ? OpenAIChatErrors.ReadInside(body)
            : map.Choices.IsEmpty && !map.HasNullChoices ? UpstreamText.OfUnreadable(body)
            : new(FailureKind.Empty, "The provider's answer holds no choices.");
    }
}
