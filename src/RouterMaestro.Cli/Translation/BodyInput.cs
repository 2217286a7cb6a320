using RouterMaestro.Application.Translation;
using RouterMaestro.Cli.Shell;

namespace RouterMaestro.Cli.Translation;

/// <summary>Reads a body from a file, or from standard input.</summary>
internal sealed class BodyInput(CliEnvironment environment)
{
    private const string StandardInput = "-";

    /// <summary>Reads a body. One that is too large is read only so far that the translation refuses it.</summary>
    /// <param name="file">The file; null or <c>-</c> for standard input.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <exception cref="CommandFailedException">The file or standard input cannot be read.</exception>
    public async Task<ReadOnlyMemory<byte>> ReadAsync(string? file, CancellationToken cancellationToken)
    {
        if (file is null or StandardInput)
        {
            // a read from a terminal cannot be cancelled, so that the wait for it is
            return await environment.ReadInputAsync(input => ReadAsync(input, cancellationToken)).WaitAsync(cancellationToken);
        }

        try
        {
            await using var stream = File.OpenRead(file);
            return await ReadAsync(stream, cancellationToken);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new CommandFailedException($"{file} cannot be read.", exception);
        }
    }

    private static async Task<ReadOnlyMemory<byte>> ReadAsync(Stream stream, CancellationToken cancellationToken)
    {
        using var body = new MemoryStream();
        var buffer = new byte[64 * 1024];
        int count;
        while (body.Length <= TranslateResponse.MaxBytes && (count = await stream.ReadAsync(buffer, cancellationToken)) > 0)
        {
            body.Write(buffer, 0, count);
        }

        return body.ToArray();
    }
}
