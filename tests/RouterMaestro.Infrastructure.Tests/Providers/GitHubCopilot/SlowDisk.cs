using RouterMaestro.Application.Ports;
using RouterMaestro.Infrastructure.Configuration;

namespace RouterMaestro.Infrastructure.Tests.Providers.GitHubCopilot;

/// <summary>The files of a gateway on a disk that takes its time to write the keys and logins, or refuses to.</summary>
/// <param name="files">The files.</param>
internal sealed class SlowDisk(FileConfigurationFeed files) : IConfigurationFeed, IConfigurationWriter, IDisposable
{
    private readonly TaskCompletionSource _begun = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ManualResetEventSlim _continues = new();

    /// <summary>Gets a task that ends when a write of the logins has begun.</summary>
    public Task Begun => _begun.Task;

    /// <summary>Gets or sets the failure of the writes; null for writes that succeed.</summary>
    public Exception? Failure { get; set; }

    public ConfigurationDocuments Read() => files.Read();

    public IDisposable OnChange(Action listener) => files.OnChange(listener);

    public bool TryWrite(ConfigurationPart part, byte[] text, ConfigurationDocument former)
    {
        if (part == ConfigurationPart.Keys)
        {
            _begun.TrySetResult();
            _continues.Wait(TimeSpan.FromMinutes(1));
            if (Failure is { } failure)
            {
                throw failure;
            }
        }

        return files.TryWrite(part, text, former);
    }

    /// <summary>Lets the writes go on.</summary>
    public void GoOn() => _continues.Set();

    public void Dispose() => _continues.Dispose();
}
