using Microsoft.Extensions.Options;

namespace RouterMaestro.Usage.Sqlite;

/// <summary>The options of the records of requests.</summary>
public sealed class SqliteUsageOptions
{
    /// <summary>Gets or sets the number of days for which single requests are kept, 1 to 36,500. Their sums by the hour are kept for ever. The default is 90.</summary>
    public int DetailDays { get; set; } = 90;

    /// <summary>
    /// Gets or sets the number of records that may wait in memory while the file cannot be written, 1 or more. Later requests are only added to sums.
    /// The default is 100,000, which take about 50 MB.
    /// </summary>
    public int MaxWaiting { get; set; } = 100_000;

    /// <summary>Gets or sets the time after a request in which others are collected before they are written together, 10 to 500 milliseconds. The default is 200.</summary>
    public TimeSpan FlushInterval { get; set; } = TimeSpan.FromMilliseconds(200);

    /// <summary>Gets or sets the time that a stop waits for records to be written. The default is 5 seconds.</summary>
    public TimeSpan StopPeriod { get; set; } = TimeSpan.FromSeconds(5);
}

/// <summary>Reports all errors of the options at once.</summary>
internal sealed class SqliteUsageOptionsValidator : IValidateOptions<SqliteUsageOptions>
{
    public ValidateOptionsResult Validate(string? name, SqliteUsageOptions options)
    {
        List<string> errors = [];
        if (options.DetailDays is < 1 or > 36_500)
        {
            errors.Add($"{nameof(options.DetailDays)} must be between 1 and 36500");
        }

        if (options.MaxWaiting < 1)
        {
            errors.Add($"{nameof(options.MaxWaiting)} must be 1 or more");
        }

        if (options.FlushInterval.TotalMilliseconds is < 10 or > 500)
        {
            errors.Add($"{nameof(options.FlushInterval)} must be between 10 and 500 milliseconds");
        }

        if (options.StopPeriod < TimeSpan.Zero)
        {
            errors.Add($"{nameof(options.StopPeriod)} must not be negative");
        }

        return errors.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(errors);
    }
}
