using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;

namespace RouterMaestro.Usage.Sqlite.Schema;

/// <summary>The tables of <c>stats.db</c>. Rows are written and read by prepared commands; this describes them for migrations.</summary>
internal sealed class UsageContext(DbContextOptions<UsageContext> options) : DbContext(options)
{
    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.Entity<TextRow>(row =>
        {
            row.ToTable("texts");
            row.HasIndex(t => new { t.Kind, t.Text }).IsUnique();
        });
        modelBuilder.Entity<RequestRow>(row =>
        {
            row.ToTable("requests");
            row.HasIndex(r => r.Time);
        });
        modelBuilder.Entity<FailedCallRow>(row => row.ToTable("failed_calls").HasKey(c => new { c.RequestId, c.Number }));
        modelBuilder.Entity<StatedCostRow>(row => row.ToTable("stated_costs").HasKey(c => new { c.RequestId, c.Number }));
        modelBuilder.Entity<CircuitChangeRow>(row =>
        {
            row.ToTable("circuit_changes");
            row.HasIndex(r => r.Time);
        });
        modelBuilder.Entity<StateRow>(row => row.ToTable("state").HasKey(s => s.Name));

        // the hour comes first: cells are read for the hours at both ends of a query
        modelBuilder.Entity<CellRow>(row => row.ToTable("cells").HasKey("Hour", "Model", "Key", "Client", "Outcome"));

        // the period comes last: roll-ups are read for one model, key, client and end after the other
        modelBuilder.Entity<RollupRow>(row => row.ToTable("rollups").HasKey("Grain", "Model", "Key", "Client", "Outcome", "Period"));
        foreach (var property in modelBuilder.Model.GetEntityTypes().SelectMany(t => t.GetProperties()))
        {
            property.SetColumnName(Snake(property.Name));
        }
    }

    // FirstContent becomes first_content
    private static string Snake(string name) =>
        string.Concat(name.Select((c, i) => char.IsUpper(c) ? $"{(i > 0 ? "_" : "")}{char.ToLowerInvariant(c)}" : c.ToString()));
}

/// <summary>Makes the context for <c>dotnet ef migrations add</c>.</summary>
internal sealed class UsageContextFactory : IDesignTimeDbContextFactory<UsageContext>
{
    public UsageContext CreateDbContext(string[] args) => Create("Data Source=:memory:");

    /// <summary>Makes a context.</summary>
    public static UsageContext Create(string connection) => new(new DbContextOptionsBuilder<UsageContext>().UseSqlite(connection).Options);
}
