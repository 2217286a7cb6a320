using System.Text.Json;
using RouterMaestro.Protocols.Json;

namespace RouterMaestro.Protocols.OpenAI.Responses.Wire;

/// <summary>Checks the texts of complete items.</summary>
internal static class ResponsesItemTexts
{
    /// <summary>Returns true if the texts and arguments of all items of an output are strings, or absent.</summary>
    /// <param name="output">The array.</param>
    public static bool AreValidIn(ReadOnlySpan<byte> output)
    {
        var items = new ElementScanner(output);
        while (items.Read())
        {
            if (!AreValid(items.Element))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Returns true if the texts and arguments of an item are strings, or absent. Those of types that are not known may be anything.</summary>
    /// <param name="item">The object; empty if there is none.</param>
    public static bool AreValid(ReadOnlySpan<byte> item)
    {
        var (isCall, hasOddArguments) = (false, false);
        var members = new TopLevelScanner(item);
        while (members.Read())
        {
            if (members.Kind == JsonValueKind.Array && (members.IsKey("content"u8) || members.IsKey("summary"u8)) && !ArePiecesValid(members.ValueOf(item)))
            {
                return false;
            }

            isCall |= members.IsKey("type"u8) && members.ValueOf(item).SequenceEqual("\"function_call\""u8);
            hasOddArguments |= IsOdd(members, "arguments"u8);
        }

        return !(isCall && hasOddArguments);
    }

    private static bool ArePiecesValid(ReadOnlySpan<byte> pieces)
    {
        var elements = new ElementScanner(pieces);
        while (elements.Read())
        {
            var (isText, isOdd) = (false, false);
            var members = new TopLevelScanner(elements.Element);
            while (members.Read())
            {
                isText |= members.IsKey("type"u8) && IsText(members.ValueOf(elements.Element));
                isOdd |= IsOdd(members, "text"u8) || IsOdd(members, "refusal"u8);
            }

            if (isText && isOdd)
            {
                return false;
            }
        }

        return true;
    }

    private static bool IsText(ReadOnlySpan<byte> type) => type.SequenceEqual("\"output_text\""u8) || type.SequenceEqual("\"refusal\""u8)
        || type.SequenceEqual("\"summary_text\""u8) || type.SequenceEqual("\"reasoning_text\""u8);

    private static bool IsOdd(in TopLevelScanner member, ReadOnlySpan<byte> name) =>
        member.Kind is not (JsonValueKind.String or JsonValueKind.Null) && member.IsKey(name);
}
