using System.Buffers;
using System.Text;
using RouterMaestro.Application.Calls;
using RouterMaestro.Domain;
using RouterMaestro.Protocols.Json;
using RouterMaestro.Protocols.Passthrough;

namespace RouterMaestro.Infrastructure.Providers.Transport;

/// <summary>Sets members of a body's object without reading the rest of it.</summary>
internal static class BodyMembers
{
    /// <summary>Creates the content with members set, after the codec's edits, so that a member which these add is replaced too.</summary>
    /// <param name="body">The body; the content disposes of it if it owns it.</param>
    /// <param name="edits">The codec's edits.</param>
    /// <param name="ownsBody">Whether the content owns the body.</param>
    /// <param name="members">The members.</param>
    /// <param name="memory">Counts the memory.</param>
    public static BodyContent Set(BodyBuffer body, ReadOnlySpan<BodyEdit> edits, bool ownsBody, IReadOnlyDictionary<string, RawJson> members, MemoryBudget memory)
    {
        if (!edits.IsEmpty)
        {
            var edited = Apply(body.Memory.Span, edits, memory);
            if (ownsBody)
            {
                body.Dispose();
            }

            (body, ownsBody) = (edited, true);
        }

        return new BodyContent(body, EditsOf(body.Memory.Span, members), ownsBody);
    }

    /// <summary>Lists the edits that set members, in the order of their places.</summary>
    /// <param name="body">The object; it has at least one member.</param>
    /// <param name="members">The members.</param>
    public static BodyEdit[] EditsOf(ReadOnlySpan<byte> body, IReadOnlyDictionary<string, RawJson> members)
    {
        var names = members.ToDictionary(m => m.Key, m => Encoding.UTF8.GetBytes(m.Key));
        List<BodyEdit> edits = [];
        var scanner = new TopLevelScanner(body);
        HashSet<string> found = [];
        while (scanner.Read())
        {
            foreach (var (name, utf8) in names)
            {
                // of several members with one name servers read the first or the last, so each is replaced
                if (scanner.IsKey(utf8))
                {
                    edits.Add(new(scanner.Value, members[name].Utf8));
                    found.Add(name);
                }
            }
        }

        var first = new ByteRange(scanner.FirstMember, 0);
        return [.. members.Where(m => !found.Contains(m.Key)).Select(m => new BodyEdit(first, Member(m.Key, m.Value))), .. edits];
    }

    /// <summary>Adds edits that put a single <c>input</c> into a list.</summary>
    /// <param name="body">The request for embeddings.</param>
    /// <param name="edits">The other edits, in the order of their places.</param>
    public static BodyEdit[] WithInputList(ReadOnlySpan<byte> body, ReadOnlySpan<BodyEdit> edits)
    {
        BodyEdit[] all = [.. edits];
        var scanner = new TopLevelScanner(body);
        while (scanner.Read())
        {
            if (scanner.IsKey("input"u8) && body[scanner.Value.Start] == (byte)'"')
            {
                all = [.. all, new(scanner.Value, (byte[])[(byte)'[', .. body[scanner.Value.Start..scanner.Value.End], (byte)']'])];
            }
        }

        BodyEdits.Sort(all);
        return all;
    }

    private static byte[] Member(string name, RawJson value) =>
        [.. JsonText.FromString(name).Quoted.Span, (byte)':', .. value.Utf8.Span, (byte)','];

    private static BodyBuffer Apply(ReadOnlySpan<byte> body, ReadOnlySpan<BodyEdit> edits, MemoryBudget memory)
    {
        var buffer = BodyBuffer.Rent(body.Length + edits.Length * 64, memory);
        try
        {
            var at = 0;
            foreach (var edit in edits)
            {
                buffer.Write(body[at..edit.Range.Start]);
                buffer.Write(edit.Replacement.Span);
                at = edit.Range.End;
            }

            buffer.Write(body[at..]);
            buffer.Complete();
            return buffer;
        }
        catch
        {
            buffer.Dispose();
            throw;
        }
    }
}
