using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace RouterMaestro.Infrastructure.Providers.GitHubCopilot.Guards;

/// <summary>A tool call that a model wrote as text.</summary>
/// <param name="Tool">The name of the tool.</param>
/// <param name="Arguments">The arguments, all of them strings.</param>
internal sealed record InvokeBlock(string Tool, JsonObject Arguments);

/// <summary>
/// Finds complete blocks <c>&lt;invoke name="N"&gt;&lt;parameter name="P"&gt;V&lt;/parameter&gt;&lt;/invoke&gt;</c> outside of code. Backticks within a block are no code of the text
/// around it.
/// </summary>
internal static partial class InvokeBlocks
{
    private const string ParameterEnd = "</parameter>";
    private const string BlockEnd = "</invoke>";

    /// <summary>Finds the blocks of a text.</summary>
    /// <param name="text">The text.</param>
    /// <param name="tools">The names of the tools; blocks of other tools stay text.</param>
    public static IReadOnlyList<InvokeBlock> Find(string text, IReadOnlySet<string> tools)
    {
        var blocks = ReadAll(text);
        return blocks.Count == 0 ? [] : [.. OutsideCode(text, blocks).Where(block => tools.Contains(block.Tool))];
    }

    private static List<(InvokeBlock Block, int Start, int End)> ReadAll(string text)
    {
        List<(InvokeBlock, int, int)> blocks = [];
        var ends = new NextEnd(text);
        for (var match = BlockStart.Match(text); match.Success;)
        {
            var end = TryRead(text, match, ref ends, out var block);
            if (block is not null)
            {
                blocks.Add((block, match.Index, end));
            }

            match = BlockStart.Match(text, block is null ? match.Index + 1 : end);
        }

        return blocks;
    }

    /// <summary>Reads a block.</summary>
    /// <returns>The end of the block, if it is complete.</returns>
    private static int TryRead(string text, Match start, ref NextEnd ends, out InvokeBlock? block)
    {
        List<(string Name, Range Value)> parameters = [];
        var at = SkipBlanks(text, start.Index + start.Length);
        block = null;
        while (!text.AsSpan(at).StartsWith(BlockEnd, StringComparison.Ordinal))
        {
            var parameter = ParameterStart.Match(text, at);
            var value = parameter.Index + parameter.Length;
            if (!parameter.Success || ends.After(value) is not (>= 0 and var end))
            {
                return at;
            }

            parameters.Add((parameter.Groups[1].Value, value..end));
            at = SkipBlanks(text, end + ParameterEnd.Length);
        }

        // values are copied only here, so that beginnings without an end cost nothing
        var arguments = new JsonObject();
        foreach (var (name, value) in parameters)
        {
            arguments[name] = text[value];
        }

        block = new(start.Groups[1].Value, arguments);
        return at + BlockEnd.Length;
    }

    private static int SkipBlanks(string text, int at)
    {
        while (at < text.Length && char.IsWhiteSpace(text[at]))
        {
            at++;
        }

        return at;
    }

    private static List<InvokeBlock> OutsideCode(string text, List<(InvokeBlock Block, int Start, int End)> blocks)
    {
        var filter = new CodeFilter(text);
        foreach (var (block, start, end) in blocks)
        {
            filter.Add(block, start, end);
        }

        return filter.End();
    }

    [GeneratedRegex("<invoke\\s+name=\"([^\"<>]+)\"\\s*>", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex BlockStart { get; }

    [GeneratedRegex("\\G<parameter\\s+name=\"([^\"<>]+)\"\\s*>", RegexOptions.CultureInvariant)]
    private static partial Regex ParameterStart { get; }

    /// <summary>Finds the ends of parameters. It remembers the last one, so that many blocks without an end cost no more than one search.</summary>
    private struct NextEnd(string text)
    {
        private int _last = -1;

        public int After(int start)
        {
            if (_last < start && _last != int.MaxValue)
            {
                var next = text.IndexOf(ParameterEnd, start, StringComparison.Ordinal);
                _last = next < 0 ? int.MaxValue : next;
            }

            return _last == int.MaxValue ? -1 : _last;
        }
    }

    /// <summary>Keeps the blocks that are not in code, which is looked for as if each block were a word.</summary>
    private sealed class CodeFilter(string text)
    {
        private readonly List<InvokeBlock> _outside = [];
        private readonly List<InvokeBlock> _waiting = [];
        private MarkdownCode _code;
        private int _closed;
        private int _at;

        /// <summary>Adds the next block.</summary>
        public void Add(InvokeBlock block, int start, int end)
        {
            ReadTo(start);
            Read((byte)'x');
            if (_code.Place is CodePlace.Text or CodePlace.Inline)
            {
                // backticks before it may turn out to be no code
                _waiting.Add(block);
            }

            _at = end;
        }

        /// <summary>Reads the rest of the text.</summary>
        public List<InvokeBlock> End()
        {
            ReadTo(text.Length);
            _code.ReadEnd();
            Decide();
            _outside.AddRange(_waiting);
            return _outside;
        }

        private void ReadTo(int end)
        {
            for (; _at < end; _at++)
            {
                Read((byte)Math.Min(text[_at], (char)EscapedReader.Other));
            }
        }

        private void Read(byte character)
        {
            _code.Read(character);
            Decide();
        }

        private void Decide()
        {
            if (_code.Closed == _closed && _code.Place != CodePlace.Inline)
            {
                _outside.AddRange(_waiting);
            }

            if (_code.Closed != _closed || _code.Place != CodePlace.Inline)
            {
                _waiting.Clear();
            }

            _closed = _code.Closed;
        }
    }
}
