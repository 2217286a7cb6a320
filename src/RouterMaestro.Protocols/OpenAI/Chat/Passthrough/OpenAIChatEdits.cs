using System.Text.Json;
using RouterMaestro.Domain.Requests;
using RouterMaestro.Protocols.Abstractions;
using RouterMaestro.Protocols.Passthrough;
using RouterMaestro.Protocols.RequestScanning;

namespace RouterMaestro.Protocols.OpenAI.Chat.Passthrough;

/// <summary>Plans the edits of a passthrough request: the model, <c>stream_options.include_usage</c>, and messages that the operator wants simple.</summary>
internal static class OpenAIChatEdits
{
    private static readonly byte[] _true = "true"u8.ToArray();
    private static readonly byte[] _soleOption = "{\"include_usage\":true}"u8.ToArray();
    private static readonly byte[] _firstOption = "\"include_usage\":true,"u8.ToArray();
    private static readonly byte[] _streamOptions = "\"stream_options\":{\"include_usage\":true},"u8.ToArray();

    /// <summary>Plans the edits of a request.</summary>
    /// <returns>The number of edits, which are sorted by position.</returns>
    public static int Plan(ReadOnlySpan<byte> body, RequestFacts facts, in BodyMap map, RequestTarget target, Span<BodyEdit> edits)
    {
        var count = 0;
        if (!map.Model.IsEmpty)
        {
            edits[count++] = new(map.Model, target.QuotedModelId);
        }

        if (facts.Stream && target.AskForUsage && !facts.WantsUsage)
        {
            edits[count++] = AskForUsage(body, map);
        }

        if (target.Server.SimplifiesCallers && MemberProbe.TryFind(body, "messages"u8, out var messages) && messages.Kind == JsonValueKind.Array
            && OpenAIChatSimpleMessages.Rewrite(body.Slice(messages.Place.Start, messages.Place.Length).ToArray()) is { } simple)
        {
            edits[count++] = new(messages.Place, simple);
        }

        BodyEdits.Sort(edits[..count]);
        return count;
    }

    private static BodyEdit AskForUsage(ReadOnlySpan<byte> body, in BodyMap map)
    {
        var options = map.StreamOptions;
        if (options.IsEmpty)
        {
            return new(new(map.FirstMember, 0), _streamOptions);
        }

        var value = body.Slice(options.Start, options.Length);
        // null, or an object without members
        if (value[0] != (byte)'{' || !value[1..^1].ContainsAnyExcept(" \t\r\n"u8))
        {
            return new(options, _soleOption);
        }

        return MemberProbe.TryFind(value, "include_usage"u8, out var member) && member.Kind != JsonValueKind.Undefined
            ? new(member.Place with { Start = options.Start + member.Place.Start }, _true)
            : new(new(options.Start + 1, 0), _firstOption);
    }
}
