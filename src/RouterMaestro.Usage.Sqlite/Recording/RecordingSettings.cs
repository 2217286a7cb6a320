using Microsoft.Extensions.Options;
using RouterMaestro.Application.Ports;

namespace RouterMaestro.Usage.Sqlite.Recording;

/// <summary>The host's options, and the operator's settings over them, which may change while the gateway runs.</summary>
/// <param name="options">The options.</param>
/// <param name="gateway">The gateway's state; null in a host without one.</param>
internal sealed class RecordingSettings(IOptions<SqliteUsageOptions> options, IGatewayState? gateway = null)
{
    /// <summary>Gets the host's options.</summary>
    public SqliteUsageOptions Options => options.Value;

    /// <summary>Gets whether requests are recorded.</summary>
    public bool IsEnabled => gateway?.Current.Settings.Usage.IsEnabled ?? true;

    /// <summary>Gets the number of days for which single requests are kept.</summary>
    public int DetailDays => gateway?.Current.Settings.Usage.DetailDays ?? Options.DetailDays;
}
