using System.Text.Json;
using RouterMaestro.Domain.Chat;
using RouterMaestro.Protocols.Json;

namespace RouterMaestro.Protocols.OpenAI.Chat;

/// <summary>What a glance at the choices of an answer or chunk tells.</summary>
internal readonly ref struct OpenAIChatChoices
{
    private OpenAIChatChoices(bool hasContent, bool isBroken, FinishReason? finish) => (HasContent, IsBroken, Finish) = (hasContent, isBroken, finish);

    /// <summary>Gets a value indicating whether a choice adds something, be it only an end with a reason.</summary>
    public bool HasContent { get; }

    /// <summary>Gets a value indicating whether a choice says that it broke off.</summary>
    public bool IsBroken { get; }

    /// <summary>Gets why the first choice that says so ended; null when none does.</summary>
    public FinishReason? Finish { get; }

    /// <summary>Looks at choices.</summary>
    /// <param name="json">The array.</param>
    public static OpenAIChatChoices Read(ReadOnlySpan<byte> json)
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
                    isBroken |= OpenAIChatFinish.IsError(value[1..^1]);
                    finish ??= OpenAIChatFinish.Read(value[1..^1]);
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
