using System.Text.Json;
using RouterMaestro.Domain.Chat;
using RouterMaestro.Protocols.Abstractions;
using RouterMaestro.Protocols.Json;
using RouterMaestro.Protocols.OpenAI.Chat.Wire;
using RouterMaestro.Protocols.RequestScanning;

namespace RouterMaestro.Protocols.OpenAI.Chat.Passthrough;

/// <summary>Where in an answer or chunk the members stand that matter to a hop that leaves it as it is.</summary>
internal ref struct OpenAIChatFrameMap
{
    private int _headLength;
    private ByteRange _headModel;

    /// <summary>Gets the place of the model's name; empty when there is none.</summary>
    public ByteRange Model { get; private set; }

    /// <summary>Gets the place of the usage object; empty when there is none.</summary>
    public ByteRange Usage { get; private set; }

    /// <summary>Gets the place of the array of choices; empty when there is none.</summary>
    public ByteRange Choices { get; private set; }

    public bool HasChoices { get; private set; }

    /// <summary>Gets a value indicating whether the document says that it is an error.</summary>
    public bool HasError { get; private set; }

    public bool IsMalformed { get; private set; }

    /// <summary>Looks at a document.</summary>
    public static OpenAIChatFrameMap Read(ReadOnlySpan<byte> data)
    {
        var map = default(OpenAIChatFrameMap);
        map.ReadOn(new TopLevelScanner(data), data);
        return map;
    }

    /// <summary>Looks at a chunk; if it begins as the last one did, only at what is new.</summary>
    /// <param name="data">The chunk.</param>
    /// <param name="head">What the chunks of the stream have in common.</param>
    public static OpenAIChatFrameMap Read(ReadOnlySpan<byte> data, ChunkPrefixCache head)
    {
        if (head.IsOf(data))
        {
            var rest = new OpenAIChatFrameMap { Model = head.Model };
            rest.ReadOn(TopLevelScanner.Resume(data, head.Length), data);
            return rest;
        }

        var map = Read(data);
        head.Learn(data[..map._headLength], map._headModel);
        return map;
    }

    private void ReadOn(TopLevelScanner members, ReadOnlySpan<byte> data)
    {
        while (members.Read())
        {
            Take(members, data);
        }

        IsMalformed = members.IsBroken;
    }

    private void Take(in TopLevelScanner member, ReadOnlySpan<byte> data)
    {
        switch (member.Kind)
        {
            case JsonValueKind.String when member.IsKey("model"u8):
                Model = member.Value;
                break;
            case JsonValueKind.Array when member.IsKey("choices"u8):
                EndHead(member, data);
                (Choices, HasChoices) = (member.Value, member.Children > 0);
                break;
            case JsonValueKind.Object when member.IsKey("usage"u8):
                Usage = member.Value;
                break;
            case JsonValueKind.Object when member.IsKey("x_groq"u8):
                TakeNestedUsage(member.Value, member.ValueOf(data));
                break;
            case JsonValueKind.String when member.IsKey("object"u8):
                // some servers send the bare error document, which says what it is
                HasError |= member.ValueOf(data).SequenceEqual("\"error\""u8);
                break;
            case not (JsonValueKind.Null or JsonValueKind.False) when member.IsKey("error"u8):
                HasError = true;
                break;
        }
    }

    /// <summary>Notes what stands before the choices, if that is nothing but the model.</summary>
    private void EndHead(in TopLevelScanner choices, ReadOnlySpan<byte> data)
    {
        var length = choices.Key.Start - 1;
        if (Choices.IsEmpty && Usage.IsEmpty && !HasError && data[..length].TrimEnd(" \t\r\n"u8) is [.., (byte)','])
        {
            (_headLength, _headModel) = (length, Model);
        }
    }

    private void TakeNestedUsage(ByteRange place, ReadOnlySpan<byte> json)
    {
        if (Usage.IsEmpty && MemberProbe.TryFind(json, "usage"u8, out var usage) && usage.Kind == JsonValueKind.Object)
        {
            Usage = usage.Place with { Start = place.Start + usage.Place.Start };
        }
    }
}

/// <summary>What a glance at the choices of an answer or chunk tells.</summary>
internal readonly ref struct OpenAIChatChoiceScan
{
    private OpenAIChatChoiceScan(bool hasContent, bool isBroken, FinishReason? finish) => (HasContent, IsBroken, Finish) = (hasContent, isBroken, finish);

    /// <summary>Gets a value indicating whether a choice adds something, be it only an end with a reason.</summary>
    public bool HasContent { get; }

    /// <summary>Gets a value indicating whether a choice says that it broke off.</summary>
    public bool IsBroken { get; }

    /// <summary>Gets why the first choice that says so ended; null when none does.</summary>
    public FinishReason? Finish { get; }

    /// <summary>Looks at choices.</summary>
    /// <param name="json">The array.</param>
    public static OpenAIChatChoiceScan Read(ReadOnlySpan<byte> json)
    {
        var (hasContent, isBroken, finish) = (false, false, (FinishReason?)null);
        var choices = new ElementScanner(json);
        while (choices.Read())
        {
            var members = new TopLevelScanner(choices.Element);
            while (members.Read())
            {
                var value = members.ValueOf(choices.Element);
                if (members.IsKey("delta"u8))
                {
                    hasContent |= JsonContent.HasMemberBut(value, "role"u8);
                }
                else if (members.IsKey("finish_reason"u8) && members.Kind == JsonValueKind.String)
                {
                    isBroken |= OpenAIChatFinishReasons.IsError(value[1..^1]);
                    finish ??= OpenAIChatFinishReasons.Read(value[1..^1]);
                }
                else if (members.IsKey("error"u8))
                {
                    isBroken |= members.Kind == JsonValueKind.Object;
                }
            }
        }

        return new(hasContent || finish is not null, isBroken, finish);
    }

    /// <summary>Tells quickly whether a finish reason may be there: whether one is spelled that is not null.</summary>
    /// <param name="json">The array.</param>
    public static bool MayFinish(ReadOnlySpan<byte> json)
    {
        var name = "\"finish_reason\""u8;
        for (int at; (at = json.IndexOf(name)) >= 0;)
        {
            json = json[(at + name.Length)..].TrimStart(" \t\r\n"u8);
            if (json is not [(byte)':', ..] || !json[1..].TrimStart(" \t\r\n"u8).StartsWith("null"u8))
            {
                return true;
            }
        }

        return false;
    }
}

/// <summary>
/// How the chunks of a stream begin: id, time and model are the same in all of them as a rule, so that after a comparison of bytes only
/// what follows must be read.
/// </summary>
internal sealed class ChunkPrefixCache
{
    private const int Most = 1024;
    private byte[] _bytes = [];

    /// <summary>Gets the offset of the first member in which chunks differ, the choices; 0 while nothing was learned.</summary>
    public int Length { get; private set; }

    /// <summary>Gets the place of the model's name; empty when it does not stand in the head.</summary>
    public ByteRange Model { get; private set; }

    /// <summary>Tells whether a chunk begins so.</summary>
    public bool IsOf(ReadOnlySpan<byte> chunk) => Length > 0 && chunk.StartsWith(_bytes.AsSpan(0, Length));

    /// <summary>Learns how chunks begin.</summary>
    /// <param name="head">What stands before the choices, in which nothing matters but the model; empty when there is no such thing.</param>
    /// <param name="model">The place of the model's name; empty when it does not stand there.</param>
    public void Learn(ReadOnlySpan<byte> head, ByteRange model)
    {
        (Length, Model) = head.Length <= Most ? (head.Length, model) : default;
        if (Length > _bytes.Length)
        {
            _bytes = new byte[Most];
        }

        head[..Length].CopyTo(_bytes);
    }
}
