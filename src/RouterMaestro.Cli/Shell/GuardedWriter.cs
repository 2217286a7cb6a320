using System.Text;

namespace RouterMaestro.Cli.Shell;

/// <summary>
/// Standard output or standard error that may be closed (EBADF, which .NET 10 reports as a path without access) or full. A closed pipe is no error: .NET
/// leaves the rest out.
/// </summary>
/// <param name="writer">The stream of the process.</param>
/// <param name="isSilent">Whether a failure is left unsaid, since nobody can be told; else it is an <see cref="OutputFailedException"/>.</param>
internal sealed class GuardedWriter(TextWriter writer, bool isSilent) : TextWriter
{
    public override Encoding Encoding => writer.Encoding;

    public override void Write(char value) => Try(() => writer.Write(value));

    public override void Write(string? value) => Try(() => writer.Write(value));

    public override void Write(char[] buffer, int index, int count) => Try(() => writer.Write(buffer, index, count));

    public override void WriteLine() => Try(writer.WriteLine);

    public override void WriteLine(string? value) => Try(() => writer.WriteLine(value));

    public override Task WriteAsync(string? value)
    {
        Write(value);
        return Task.CompletedTask;
    }

    public override Task WriteLineAsync(string? value)
    {
        WriteLine(value);
        return Task.CompletedTask;
    }

    public override Task WriteLineAsync()
    {
        WriteLine();
        return Task.CompletedTask;
    }

    public override void Flush() => Try(writer.Flush);

    public override Task FlushAsync()
    {
        Flush();
        return Task.CompletedTask;
    }

    public override Task FlushAsync(CancellationToken cancellationToken) => FlushAsync();

    private void Try(Action write)
    {
        try
        {
            write();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            if (!isSilent)
            {
                throw new OutputFailedException(exception);
            }
        }
    }
}
