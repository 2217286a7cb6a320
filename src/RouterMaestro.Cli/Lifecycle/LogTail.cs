namespace RouterMaestro.Cli.Lifecycle;

/// <summary>Finds the last lines of a log, in the files before its rotations too.</summary>
/// <param name="file">The file that is written; it stands at its end afterwards.</param>
/// <param name="log">Its path.</param>
internal sealed class LogTail(FileStream file, string log)
{
    private const int BlockSize = 64 * 1024;

    /// <summary>Prints the last lines.</summary>
    /// <param name="output">Takes them.</param>
    /// <param name="lines">Their number.</param>
    /// <param name="cancellationToken">Cancels the output.</param>
    public async Task WriteLastAsync(Stream output, int lines, CancellationToken cancellationToken)
    {
        var end = file.Length;
        var missing = Seek(file, end, lines);
        await WriteOlderAsync(output, 1, missing, cancellationToken);

        // what is added meanwhile is new
        while (file.Position < end)
        {
            var block = new byte[(int)Math.Min(BlockSize, end - file.Position)];
            await file.ReadExactlyAsync(block, cancellationToken);
            await output.WriteAsync(block, cancellationToken);
        }
    }

    /// <summary>Prints the last lines of an older file, those of still older ones first.</summary>
    private async Task WriteOlderAsync(Stream output, int age, int lines, CancellationToken cancellationToken)
    {
        if (lines == 0 || !File.Exists(LogFiles.Aged(log, age)))
        {
            return;
        }

        await using var older = new FileStream(LogFiles.Aged(log, age), FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        await WriteOlderAsync(output, age + 1, Seek(older, older.Length, lines), cancellationToken);
        await older.CopyToAsync(output, cancellationToken);
    }

    /// <summary>Moves to the beginning of the last lines before an end; returns how many of them the file does not have.</summary>
    private static int Seek(FileStream file, long end, int lines)
    {
        var block = new byte[BlockSize];
        var found = 0;
        for (var position = end; position > 0;)
        {
            var length = (int)Math.Min(BlockSize, position);
            position -= length;
            file.Position = position;
            file.ReadExactly(block.AsSpan(0, length));
            for (var index = length - 1; index >= 0; index--)
            {
                // the last line ends at the end, or is being written
                if (block[index] == '\n' && position + index < end - 1 && ++found == lines)
                {
                    file.Position = position + index + 1;
                    return 0;
                }
            }
        }

        file.Position = lines == 0 ? end : 0;
        return end == 0 ? lines : Math.Max(0, lines - found - 1);
    }
}
